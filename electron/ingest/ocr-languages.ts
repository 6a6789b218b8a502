import { execFile } from 'node:child_process';
import type { OcrLanguage, OcrLanguages } from '../../shared/contract/ocr.ts';
import { systemProgram } from '../platform/programs.ts';
import type { NativeOcr, OcrReading } from '../workers/media-protocol.ts';
import { LanguageDataStore } from './language-data.ts';
import { languagesOfScript, scriptNames } from './ocr-scripts.ts';

/** In what a page is read, and by whom; with `byScript`, in that of the script that is found on it. */
export type HowToRead = OcrReading & { byScript?: Record<string, OcrReading> };

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
  readonly #data: LanguageDataStore;
  #installed: Promise<Installed | null> | undefined;

  /** @param program where the system's Tesseract is; null where it is not */
  constructor({
    program = () => systemProgram('tesseract'),
    data = new LanguageDataStore(),
  }: {
    program?: () => Promise<string | null>;
    data?: LanguageDataStore;
  } = {}) {
    this.#program = program;
    this.#data = data;
  }

  /** The system's Tesseract, where it reads all of these languages by the data that are meant for them. */
  async nativeFor(languages: readonly string[]): Promise<NativeOcr | null> {
    const installed = await this.installed();
    if (!installed) return null;
    const { program, version } = installed;
    const data = await this.#data.all();
    const added = languages.filter((language) => data.get(language)?.from === 'added');
    if (added.length === 0)
      return languages.every((language) => installed.languages.includes(language)) ? { program, version } : null;
    // It takes its data from one folder.
    const folder = this.#data.folder;
    return added.length === languages.length && folder !== undefined ? { program, version, dataFolder: folder } : null;
  }

  /**
   * How a page is read in the languages that are chosen for it.
   * @param preferred the library's, for pages whose script is to be found first
   */
  async howToRead(chosen: OcrLanguages, preferred: string[]): Promise<HowToRead> {
    const reading = await this.#readingIn(chosen === 'automatic' ? preferred : chosen);
    return chosen === 'automatic' ? { ...reading, byScript: await this.byScript(preferred) } : reading;
  }

  /**
   * In what a page of each script is read, by who reads most of the preferred languages, or else by the system's Tesseract:
   * one engine at a time can read a page.
   */
  async byScript(preferred: readonly string[]): Promise<Record<string, OcrReading>> {
    const installed = await this.installed();
    const own = [...(await this.#data.all()).keys()];
    const readings: Record<string, OcrReading> = {};
    for (const script of scriptNames) {
      const byOwn = languagesOfScript(script, own, preferred);
      const byNative = languagesOfScript(script, installed?.languages ?? [], preferred);
      const liked = (languages: string[]) => languages.filter((language) => preferred.includes(language)).length;
      const isNative = byNative.length > 0 && liked(byNative) >= liked(byOwn);
      readings[script] = await this.#readingIn(isNative ? byNative : byOwn);
    }
    return readings;
  }

  /** Those of the languages that there are no data for. */
  async unknown(languages: readonly string[]): Promise<string[]> {
    const known = new Set((await this.languages()).map(({ code }) => code));
    return languages.filter((language) => !known.has(language));
  }

  /** The program without which these languages cannot all be read; empty where it is there, or not wanted. */
  async lackedFor(languages: readonly string[]): Promise<'tesseract' | ''> {
    const data = await this.#data.all();
    return languages.every((language) => data.has(language)) || (await this.installed()) ? '' : 'tesseract';
  }

  /** Those that can be chosen, those that ship first. */
  async languages(): Promise<OcrLanguage[]> {
    const installed = await this.installed();
    const data = await this.#data.all();
    const codes = new Set([...data.keys(), ...(installed?.languages ?? [])]);
    return [...codes].map((code) => ({ code, name: languageName(code), from: data.get(code)?.from ?? 'system' }));
  }

  /** Looks again: it may have been installed or removed meanwhile, or languages for it. */
  forget(): void {
    this.#installed = undefined;
    this.#data.forget();
  }

  /** The system's Tesseract; null where it has none that will do. */
  installed(): Promise<Installed | null> {
    this.#installed ??= this.#program().then((program) => (program === null ? null : ask(program)));
    return this.#installed;
  }

  async #readingIn(languages: string[]): Promise<OcrReading> {
    const found = await this.#data.all();
    const data = languages.flatMap((language) => {
      const path = found.get(language)?.path;
      return path === undefined ? [] : [[language, path]];
    });
    return { languages, native: await this.nativeFor(languages), data: Object.fromEntries(data) };
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
