import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { OcrEngines, shippedOcrLanguages } from './ocr-languages.ts';

/** A program that answers as Tesseract of a version does. */
function programSaying(version: string, languages: readonly string[]): string {
  const path = join(temporaryFolder(), 'tesseract');
  const list = ['List of available languages:', ...languages].join('\\n');
  writeFileSync(
    path,
    `#!/bin/sh\ncase "$1" in --version) printf 'tesseract ${version}\\n' ;; *) printf '${list}\\n' ;; esac\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf(process.platform === 'win32')('OcrEngines', () => {
  it('uses the system’s Tesseract for the languages that it has, and offers them', async () => {
    const program = programSaying('5.3.0', ['eng', 'osd', 'spa', 'chi_sim', 'script/Latin']);
    const engines = new OcrEngines(async () => program);
    expect(await engines.nativeFor(['eng', 'spa'])).toEqual({ program, version: '5.3.0' });
    expect(await engines.nativeFor(['eng', 'deu'])).toBeNull();
    expect(await engines.languages()).toEqual([
      ...shippedOcrLanguages,
      { code: 'spa', name: 'Español' },
      { code: 'chi_sim', name: '中文 (sim)' },
    ]);
  });

  it.each([
    ['is not there', () => null],
    ['is too old', () => programSaying('3.04.01', ['eng'])],
    ['is another program', () => process.execPath],
  ])('does without where it %s', async (_, program) => {
    const found = program();
    const engines = new OcrEngines(async () => found);
    expect(await engines.nativeFor(['eng'])).toBeNull();
    expect(await engines.languages()).toEqual(shippedOcrLanguages);
  });
});
