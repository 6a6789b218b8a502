import { libreOffice } from './extractors/office/libreoffice.ts';
import type { Program, Reader } from './extractors/readers.ts';
import type { FfmpegFinder } from './ffmpeg-tools.ts';
import type { OcrEngines } from './ocr-languages.ts';

/** Which of the programs that readers make use of the system has. */
export class ReadingPrograms {
  readonly #looks: Record<Program, () => Promise<boolean>>;

  constructor({ ffmpeg, ocrEngines }: { ffmpeg: FfmpegFinder; ocrEngines: OcrEngines }) {
    this.#looks = {
      ffmpeg: async () => (await ffmpeg.tools()) !== null,
      libreoffice: async () => (await libreOffice()) !== null,
      tesseract: async () => (await ocrEngines.installed()) !== null,
    };
  }

  has(program: Program): Promise<boolean> {
    return this.#looks[program]();
  }

  /** The program that a reader wants and that is not there; empty where there is none such. */
  async lackedBy({ needs }: Reader): Promise<Program | ''> {
    return needs === undefined || (await this.has(needs)) ? '' : needs;
  }
}
