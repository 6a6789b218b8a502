import { execFile } from 'node:child_process';
import type { OcrLanguages } from '../../shared/contract/ocr.ts';
import { systemProgram } from '../platform/programs.ts';
import type { NativeOcr, OcrReading } from '../workers/media-protocol.ts';
import { languagesOfScript, scriptNames } from './ocr-scripts.ts';

/** A language that pictures can be read in, by Tesseract's code. */
export interface OcrLanguage {
  code: string;
  /** In the language itself. */
  name: string;
}

/** In what a page is read, and by whom; with `byScript`, in that of the script that is found on it. */
export type HowToRead = OcrReading & { byScript?: Record<string, OcrReading> };

/** The languages whose OCR data ship with Holdfast. */
export const shippedOcrLanguages: readonly OcrLanguage[] = [
  { code: 'eng', name: 'English' },
  { code: 'deu', name: 'Deutsch' },
  { code: 'fra', name: 'Français' },
];

/** What a new library reads pictures in: the system's language, where its data ship, and English. */
export function defaultOcrLanguages(locale: string): string[] {
  const system = ({ de: 'deu', fr: 'fra' } as Record<string, string>)[locale.slice(0, 2).toLowerCase()];
  return system ? [system, 'eng'] : ['eng'];
}

/** Tesseract from this version on reads by a neural network; before, it was no match for the one that ships. */
const LEAST_VERSION = 4;
const ANSWER_MS = 15_000;
/** Data of other kinds that Tesseract lists among its languages: of directions and formulas, and of whole scripts. */
const noLanguage = /^(osd|equ)$|^script\//;

type Installed = NativeOcr & { languages: string[] };

/** Who can read pictures, in which languages: the engine that ships, and the system's Tesseract where there is one. */
export class OcrEngines {
  readonly #program: () => Promise<string | null>;
  #installed: Promise<Installed | null> | undefined;

  /** @param program where the system's Tesseract is; null where it is not */
  constructor(program: () => Promise<string | null> = () => systemProgram('tesseract')) {
    this.#program = program;
  }

  /** The system's Tesseract, where it reads all of these languages. */
  async nativeFor(languages: readonly string[]): Promise<NativeOcr | null> {
    const installed = await this.installed();
    if (!installed || !languages.every((language) => installed.languages.includes(language))) return null;
    return { program: installed.program, version: installed.version };
  }

  /**
   * How a page is read in the languages that are chosen for it.
   * @param preferred the library's, for pages whose script is to be found first
   */
  async howToRead(chosen: OcrLanguages, preferred: string[]): Promise<HowToRead> {
    const languages = chosen === 'automatic' ? preferred : chosen;
    const reading = { languages, native: await this.nativeFor(languages) };
    return chosen === 'automatic' ? { ...reading, byScript: await this.byScript(preferred) } : reading;
  }

  /**
   * In what a page of each script is read, by who reads most of the preferred languages, or else of all: one engine at a
   * time can read a page.
   */
  async byScript(preferred: readonly string[]): Promise<Record<string, OcrReading>> {
    const installed = await this.installed();
    const shipped = shippedOcrLanguages.map(({ code }) => code);
    const readings = scriptNames.map((script): [string, OcrReading] => {
      const byShipped = languagesOfScript(script, shipped, preferred);
      if (!installed) return [script, { languages: byShipped, native: null }];
      const byNative = languagesOfScript(script, installed.languages, preferred);
      const liked = (languages: string[]) => languages.filter((language) => preferred.includes(language)).length;
      const isNative =
        liked(byNative) > liked(byShipped) || (liked(byNative) === liked(byShipped) && byNative.length > 0);
      const { program, version } = installed;
      return isNative
        ? [script, { languages: byNative, native: { program, version } }]
        : [script, { languages: byShipped, native: null }];
    });
    return Object.fromEntries(readings);
  }

  /** The program without which these languages cannot all be read; empty where it is there, or not wanted. */
  async lackedFor(languages: readonly string[]): Promise<'tesseract' | ''> {
    const ship = shippedOcrLanguages.map(({ code }) => code);
    return languages.every((language) => ship.includes(language)) || (await this.installed()) ? '' : 'tesseract';
  }

  /** Those that can be chosen. */
  async languages(): Promise<OcrLanguage[]> {
    const installed = await this.installed();
    const shipped = new Set(shippedOcrLanguages.map(({ code }) => code));
    const others = (installed?.languages ?? []).filter((code) => !shipped.has(code));
    return [...shippedOcrLanguages, ...others.map((code) => ({ code, name: languageName(code) }))];
  }

  /** Looks again: it may have been installed or removed meanwhile, or languages for it. */
  forget(): void {
    this.#installed = undefined;
  }

  /** The system's Tesseract; null where it has none that will do. */
  installed(): Promise<Installed | null> {
    this.#installed ??= this.#program().then((program) => (program === null ? null : ask(program)));
    return this.#installed;
  }
}

/** What a program that should be Tesseract says of itself; null when it is too old, or does not answer. */
async function ask(program: string): Promise<Installed | null> {
  const [said, list] = await Promise.all([output(program, '--version'), output(program, '--list-langs')]);
  const version = /^tesseract v?(\d+\.[\w.-]+)/m.exec(said)?.[1];
  if (version === undefined || Number.parseInt(version, 10) < LEAST_VERSION) return null;
  const languages = list
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((code) => /^[\w/]+$/.test(code) && !noLanguage.test(code));
  return { program, version, languages };
}

function output(program: string, parameter: string): Promise<string> {
  return new Promise((resolve) => {
    // Some versions answer on stderr.
    execFile(program, [parameter], { timeout: ANSWER_MS, windowsHide: true }, (_, out, err) =>
      resolve(out.trim() === '' ? err : out),
    );
  });
}

/** "chi_sim" → "中文 (sim)", "spa" → "Español". */
function languageName(code: string): string {
  const [language = code, ...variant] = code.split('_');
  const name = nameOf(language) ?? language;
  const written = name.charAt(0).toLocaleUpperCase() + name.slice(1);
  return variant.length === 0 ? written : `${written} (${variant.join(', ')})`;
}

function nameOf(language: string): string | undefined {
  try {
    const [locale = ''] = Intl.getCanonicalLocales(language);
    return new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' }).of(locale);
  } catch {
    return undefined;
  }
}
