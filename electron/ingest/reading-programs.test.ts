import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { FfmpegFinder } from './ffmpeg-tools.ts';
import { OcrEngines } from './ocr-languages.ts';
import { ProgramWatch, ReadingPrograms } from './reading-programs.ts';

/** A watch over a folder with programs, and how often what they change was read. */
function watching(betweenLooksMs: number) {
  const folder = temporaryFolder();
  const install = (name: string, says: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
  const ocrEngines = new OcrEngines({ program: async () => join(folder, 'tesseract') });
  const ffmpeg = new FfmpegFinder(() => join(folder, 'ffmpeg'));
  const programs = new ReadingPrograms({ ffmpeg, ocrEngines });
  let changes = 0;
  const onChange = async () => void changes++;
  const watch = new ProgramWatch({ programs, onChange, betweenLooksMs });
  return { folder, install, programs, watch, changes: () => changes };
}

describe.skipIf(process.platform === 'win32')('programs of the system', () => {
  it('are noticed when they come, change and go', async () => {
    const { folder, install, programs, watch, changes } = watching(0);
    const seen: [tesseract: boolean, ffmpeg: boolean, changes: number][] = [];
    const look = async () => {
      await watch.look();
      seen.push([await programs.has('tesseract'), await programs.has('ffmpeg'), changes()]);
    };
    await look();
    install('tesseract', 'tesseract 5.3.0');
    await look();
    await look();
    install('ffmpeg', 'ffmpeg version 6');
    install('ffprobe', 'ffprobe version 6');
    await look();
    install('ffmpeg', 'ffmpeg version 7');
    await look();
    rmSync(join(folder, 'tesseract'));
    await look();
    expect(seen).toEqual([
      [false, false, 1],
      [true, false, 2],
      [true, false, 2],
      [true, true, 3],
      // Another version of the same programs has nothing read again.
      [true, true, 3],
      [false, true, 4],
    ]);
  });

  it('are not looked for again and again', async () => {
    const { install, programs, watch, changes } = watching(60_000);
    expect(await programs.has('tesseract')).toBe(false);
    install('tesseract', 'tesseract 5.3.0');
    await watch.look();
    await watch.look();
    expect([await programs.has('tesseract'), changes()]).toEqual([false, 0]);
    await programs.lookAgain();
    expect(await programs.has('tesseract')).toBe(true);
  });
});
