import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { LanguageDataStore } from './language-data.ts';
import { OcrEngines } from './ocr-languages.ts';

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

/** With no data but those that ship. */
const data = new LanguageDataStore({ installed: async () => [] });
const shipped = [
  { code: 'eng', name: 'English', from: 'shipped' },
  { code: 'deu', name: 'Deutsch', from: 'shipped' },
  { code: 'fra', name: 'Français', from: 'shipped' },
];

describe.skipIf(process.platform === 'win32')('OcrEngines', () => {
  it('uses the system’s Tesseract for the languages that it has, and offers them', async () => {
    const program = programSaying('5.3.0', ['eng', 'osd', 'spa', 'chi_sim', 'script/Latin']);
    const engines = new OcrEngines({ program: async () => program, data });
    expect(await engines.nativeFor(['eng', 'spa'])).toEqual({ program, version: '5.3.0' });
    expect(await engines.nativeFor(['eng', 'deu'])).toBeNull();
    expect(await engines.languages()).toEqual([
      ...shipped,
      { code: 'spa', name: 'Español', from: 'system' },
      { code: 'chi_sim', name: '中文 (sim)', from: 'system' },
    ]);
  });

  it.each([
    ['is not there', () => null],
    ['is too old', () => programSaying('3.04.01', ['eng'])],
    ['is another program', () => process.execPath],
  ])('does without where it %s', async (_, program) => {
    const found = program();
    const engines = new OcrEngines({ program: async () => found, data });
    expect(await engines.nativeFor(['eng'])).toBeNull();
    expect(await engines.languages()).toEqual(shipped);
  });
});
