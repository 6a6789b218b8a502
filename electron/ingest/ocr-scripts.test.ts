import { expect, it } from 'vitest';
import { languagesOfScript, nothingToReadWith, scriptCodeOf } from './ocr-scripts.ts';

it.each([
  ['eng', 'Latn'],
  ['rus', 'Cyrl'],
  ['srp', 'Cyrl'],
  ['srp_latn', 'Latn'],
  ['uzb_cyrl', 'Cyrl'],
  ['grc', 'Grek'],
  ['chi_sim', 'Hans'],
  ['chi_tra', 'Hant'],
  ['jpn', 'Jpan'],
  ['deu_latf', 'Latf'],
  ['hin', 'Deva'],
  ['osd_1', ''],
])('tells the script of %s', (language, script) => {
  expect(scriptCodeOf(language)).toBe(script);
});

it('reads a script in the preferred languages of it, in their order', () => {
  const installed = ['bul', 'deu', 'eng', 'fra', 'rus', 'ukr'];
  expect(languagesOfScript('Latin', installed, ['fra', 'ita', 'eng'])).toEqual(['fra', 'eng']);
  expect(languagesOfScript('Cyrillic', installed, ['eng', 'ukr'])).toEqual(['ukr']);
});

it('without a preferred one reads a script in a few that are usual for it', () => {
  expect(languagesOfScript('Cyrillic', ['bel', 'bul', 'eng', 'kaz', 'rus'], ['eng'])).toEqual(['rus', 'bul', 'bel']);
  expect(languagesOfScript('Han', ['chi_sim', 'chi_sim_vert'], [])).toEqual(['chi_sim']);
  expect(languagesOfScript('Greek', ['eng', 'rus'], ['eng'])).toEqual([]);
  expect(languagesOfScript('Runic', ['eng'], ['eng'])).toEqual([]);
});

it('reads old print in its own data, and for want of them as what it is written in', () => {
  expect(languagesOfScript('Fraktur', ['deu', 'eng', 'frk'], ['deu'])).toEqual(['frk']);
  expect(languagesOfScript('Fraktur', ['deu', 'eng'], ['deu'])).toEqual(['deu']);
});

it('names what to install', () => {
  expect(nothingToReadWith('Cyrillic')).toContain('tesseract-ocr-rus');
  expect(nothingToReadWith('Han')).toContain('tesseract-ocr-chi-sim');
  expect(nothingToReadWith('Canadian_Aboriginal')).toContain('Canadian Aboriginal');
});
