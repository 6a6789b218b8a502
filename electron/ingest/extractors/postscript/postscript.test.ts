import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { extract } from '../extract.ts';
import { identify } from '../identify/identify.ts';
import { ghostscript } from './ghostscript.ts';

const program = await ghostscript();
const FONT = '/Helvetica findfont 12 scalefont setfont 72 700 moveto';

async function read(name: string, postScript: string | Buffer) {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, postScript);
  return extract({ path, identity: await identify({ path }) });
}

describe.skipIf(!program)('PostScript (needs Ghostscript)', { timeout: 60_000 }, () => {
  it('has the text of its pages and what it says of itself, whatever its name', async () => {
    const pages = `${FONT} (Built of oak) show showpage\n${FONT} (in 1871) show showpage\n`;
    expect(await read('-o pier.ps', `%!PS-Adobe-3.0\n%%Title: The pier\n${pages}`)).toMatchObject({
      title: 'The pier',
      date: null,
      metadata: [],
      content: { text: 'Built of oak\n\nin 1871' },
    });
    expect(
      await read('pier.eps', `%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 600 800\n${FONT} (Oak) show\n`),
    ).toMatchObject({
      content: { text: 'Oak' },
    });
  });

  it('reads no other file and starts no program', async () => {
    const secret = join(temporaryFolder(), 'secret');
    writeFileSync(secret, 'the combination is 4711');
    const line = '200 string readline pop show';
    const attempts = [`(${secret}) (r) file ${line}`, `(%pipe%cat ${secret}) (r) file ${line}`];
    for (const attempt of attempts) {
      const found = await read('a.ps', `%!PS\n${FONT} (Oak) show { ${attempt} } stopped pop showpage\n`);
      expect(found).toMatchObject({ content: { text: 'Oak' } });
    }
  });

  it('that is cut off is read as far as it is there', async () => {
    expect(await read('a.ps', `%!PS\n${FONT} (Oak) show showpage ${FONT} (larch`)).toMatchObject({
      content: { text: 'Oak' },
      notes: [expect.stringContaining('cut short')],
    });
  });

  it('that draws no page ends in a reason', async () => {
    expect(await read('a.ps', '%!PS-Adobe-3.0\n(unfinished')).toMatchObject({
      refused: 'failed',
      reason: expect.stringContaining('Ghostscript'),
    });
  });
});
