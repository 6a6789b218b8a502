import { isDeepStrictEqual } from 'node:util';
import { djvuLibre } from './extractors/djvu/djvulibre.ts';
import { libreOffice } from './extractors/office/libreoffice.ts';
import type { Program, Reader } from './extractors/readers.ts';
import type { FfmpegFinder } from './ffmpeg-tools.ts';
import type { OcrEngines } from './ocr-languages.ts';

/** Which of the programs that readers make use of the system has. */
export class ReadingPrograms {
  readonly #ffmpeg: FfmpegFinder;
  readonly #ocrEngines: OcrEngines;
  readonly #finds: Record<Program, () => Promise<object | null>>;

  constructor({ ffmpeg, ocrEngines }: { ffmpeg: FfmpegFinder; ocrEngines: OcrEngines }) {
    this.#ffmpeg = ffmpeg;
    this.#ocrEngines = ocrEngines;
    this.#finds = {
      djvulibre: djvuLibre,
      ffmpeg: () => ffmpeg.tools(),
      libreoffice: libreOffice,
      tesseract: () => ocrEngines.installed(),
    };
  }

  async has(program: Program): Promise<boolean> {
    return (await this.#finds[program]()) !== null;
  }

  /** The program that a reader wants and that is not there; empty where there is none such. */
  async lackedBy({ needs }: Reader): Promise<Program | ''> {
    return needs === undefined || (await this.has(needs)) ? '' : needs;
  }

  /** Forgets what was found and looks again; answers what is there. */
  lookAgain(): Promise<(object | null)[]> {
    this.#ffmpeg.forget();
    this.#ocrEngines.forget();
    return Promise.all(Object.values(this.#finds).map((find) => find()));
  }
}

/** As often as that at most it is looked whether programs have come or gone. */
const BETWEEN_LOOKS_MS = 60_000;

/**
 * Notices that programs were installed or removed: not by itself, but when somebody opens what tells of them, or reading
 * begins.
 */
export class ProgramWatch {
  readonly #programs: ReadingPrograms;
  readonly #onChange: () => Promise<unknown>;
  readonly #betweenLooksMs: number;
  /** They were looked for at the start. */
  #lookedAt = Date.now();
  #known: (object | null)[] | undefined;
  #looking: Promise<void> = Promise.resolve();

  /** @param onChange has read what the programs change */
  constructor(parts: { programs: ReadingPrograms; onChange: () => Promise<unknown>; betweenLooksMs?: number }) {
    this.#programs = parts.programs;
    this.#onChange = parts.onChange;
    this.#betweenLooksMs = parts.betweenLooksMs ?? BETWEEN_LOOKS_MS;
  }

  /** Looks, unless that was done a moment ago. Resolves when what is known of the programs is up to date. */
  look(): Promise<void> {
    if (Date.now() - this.#lookedAt >= this.#betweenLooksMs) {
      this.#lookedAt = Date.now();
      this.#looking = this.#look().catch(() => undefined);
    }
    return this.#looking;
  }

  async #look(): Promise<void> {
    const found = await this.#programs.lookAgain();
    // What was there when files were read before the first look is not known.
    if (isDeepStrictEqual(found, this.#known)) return;
    this.#known = found;
    // What is to be read again is found in turns: nobody waits for that, and what could not be kept has its turn later.
    this.#onChange().catch(() => undefined);
  }
}
