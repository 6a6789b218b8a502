/** How the languages of a script are found. */
interface Script {
  /** ISO 15924 codes of what the script is called in data of languages. */
  codes: readonly string[];
  /** Tesseract's codes of the languages that are most often written in it, the most frequent first. */
  usual: readonly [string, ...string[]];
}

/** The scripts that Tesseract's OSD tells apart, by the name that it gives them. */
const scripts: Readonly<Record<string, Script>> = {
  Latin: { codes: ['Latn'], usual: ['eng', 'spa', 'fra'] },
  Fraktur: { codes: ['Latf'], usual: ['deu_latf', 'frk'] },
  Cyrillic: { codes: ['Cyrl'], usual: ['rus', 'ukr', 'bul'] },
  Greek: { codes: ['Grek'], usual: ['ell'] },
  Arabic: { codes: ['Arab'], usual: ['ara', 'fas', 'urd'] },
  Hebrew: { codes: ['Hebr'], usual: ['heb'] },
  Han: { codes: ['Hans', 'Hant'], usual: ['chi_sim', 'chi_tra'] },
  Japanese: { codes: ['Jpan'], usual: ['jpn'] },
  Hiragana: { codes: ['Jpan'], usual: ['jpn'] },
  Katakana: { codes: ['Jpan'], usual: ['jpn'] },
  Korean: { codes: ['Kore'], usual: ['kor'] },
  Hangul: { codes: ['Kore'], usual: ['kor'] },
  Devanagari: { codes: ['Deva'], usual: ['hin', 'mar', 'nep'] },
  Bengali: { codes: ['Beng'], usual: ['ben', 'asm'] },
  Gujarati: { codes: ['Gujr'], usual: ['guj'] },
  Gurmukhi: { codes: ['Guru'], usual: ['pan'] },
  Kannada: { codes: ['Knda'], usual: ['kan'] },
  Malayalam: { codes: ['Mlym'], usual: ['mal'] },
  Oriya: { codes: ['Orya'], usual: ['ori'] },
  Sinhala: { codes: ['Sinh'], usual: ['sin'] },
  Tamil: { codes: ['Taml'], usual: ['tam'] },
  Telugu: { codes: ['Telu'], usual: ['tel'] },
  Thai: { codes: ['Thai'], usual: ['tha'] },
  Lao: { codes: ['Laoo'], usual: ['lao'] },
  Khmer: { codes: ['Khmr'], usual: ['khm'] },
  Myanmar: { codes: ['Mymr'], usual: ['mya'] },
  Tibetan: { codes: ['Tibt'], usual: ['bod'] },
  Georgian: { codes: ['Geor'], usual: ['kat'] },
  Armenian: { codes: ['Armn'], usual: ['hye'] },
  Ethiopic: { codes: ['Ethi'], usual: ['amh', 'tir'] },
  Cherokee: { codes: ['Cher'], usual: ['chr'] },
  Canadian_Aboriginal: { codes: ['Cans'], usual: ['iku'] },
  Syriac: { codes: ['Syrc'], usual: ['syr'] },
  Thaana: { codes: ['Thaa'], usual: ['div'] },
};

/** Old print is also read by the data of languages in Latin letters, only worse. */
const insteadOf: Readonly<Record<string, string>> = { Fraktur: 'Latin' };

/** What Unicode's tables say otherwise, or not at all. */
const writtenIn: Readonly<Record<string, string>> = {
  grc: 'Grek',
  frk: 'Latf',
  deu_frak: 'Latf',
  deu_latf: 'Latf',
  chi_tra: 'Hant',
};
/** What Unicode's tables said; each look-up takes a while, and every page asks for all. */
const told = new Map<string, string>();
/** Each one more makes reading slower, and the languages of a script read each other's letters. */
const MOST_LANGUAGES = 3;

export const scriptNames: readonly string[] = Object.keys(scripts);

/** The ISO 15924 code of the script that a language of Tesseract's is written in; empty where that is not known. */
export function scriptCodeOf(language: string): string {
  const known = writtenIn[language] ?? told.get(language);
  if (known !== undefined) return known;
  const script = unicodeScriptOf(language);
  told.set(language, script);
  return script;
}

function unicodeScriptOf(language: string): string {
  const [code = '', variant = ''] = language.split('_');
  const named = { latn: 'Latn', cyrl: 'Cyrl' }[variant];
  if (named !== undefined) return named;
  try {
    const [locale = ''] = Intl.getCanonicalLocales(code);
    return new Intl.Locale(locale).maximize().script ?? '';
  } catch {
    return '';
  }
}

/**
 * The languages that a page of a script is read in: of those that there are, the preferred ones, in their order; where
 * none is of that script, those most often written in it. None where there is none.
 */
export function languagesOfScript(
  script: string,
  installed: readonly string[],
  preferred: readonly string[],
): string[] {
  const { codes = [], usual = [] } = scripts[script] ?? {};
  // Data for vertical lines are for those alone.
  const able = installed.filter((language) => codes.includes(scriptCodeOf(language)) && !language.endsWith('_vert'));
  const own = preferred.filter((language) => able.includes(language));
  if (own.length > 0) return own;
  const ordered = [...usual.filter((language) => able.includes(language)), ...able.toSorted()];
  const found = [...new Set(ordered)].slice(0, MOST_LANGUAGES);
  const other = insteadOf[script];
  return found.length === 0 && other !== undefined ? languagesOfScript(other, installed, preferred) : found;
}

/** Why a page of a script is not read, and what to install. */
export function nothingToReadWith(script: string): string {
  const name = script.replaceAll('_', ' ');
  const [usual] = scripts[script]?.usual ?? [];
  const wanted = usual
    ? `Add the data of the language that it is in (such as ${usual}.traineddata) in Settings → Reading, or install them for Tesseract (tesseract-ocr-${usual.replaceAll('_', '-')} on Debian and Ubuntu), then read it again.`
    : 'Choose the language that it is in, and read it again.';
  return `Its script is ${name}, and no OCR data of a language in that script are installed. ${wanted}`;
}
