import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { OcrLanguage } from '../../shared/contract/ocr.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { fileFailure } from './file-failure.ts';
import { networkSize } from './traineddata.ts';

const require = createRequire(import.meta.url);

/** The languages whose data ship with Holdfast, by Tesseract's codes. */
export const shippedLanguages = ['eng', 'deu', 'fra'] as const;

/** The folder of a library with the data that its owner added. */
export function addedLanguagesFolder(libraryPath: string): string {
  return join(libraryPath, 'ocr-languages');
}

/** Data of a language for the engine that ships. */
export interface LanguageData {
  path: string;
  from: OcrLanguage['from'];
}

/** Bytes of a file that tell how large its parts are, and more. */
const HEAD = 4096;
/** The name of a file with data of a language: Tesseract's code of it, or one of the owner's making. */
const dataName = /^(\w{2,20})\.traineddata(?:\.gz)?$/;
/** Data of other kinds: of directions and of formulas. */
const noLanguage = /^(?:osd|equ)$/;
const LARGEST = 256 * 1024 * 1024;

/**
 * The data of languages that the engine that ships can read: those that ship, those that are installed for the system's
 * Tesseract, also where the program itself is not, and those that the owner added. Of several for a language the owner's
 * count, and else those with the smallest network: on clear print they read as well (the scans of Tesseract's own tests with
 * as many faults), in two thirds of the time.
 */
export class LanguageDataStore {
  readonly #added: string | undefined;
  readonly #installed: () => Promise<readonly string[]>;
  #found: Promise<ReadonlyMap<string, LanguageData>> | undefined;

  /**
   * @param added the folder with what the owner added; it need not be there
   * @param installed the folders in which data for the system's Tesseract may be
   */
  constructor({
    added,
    installed = systemFolders,
  }: { added?: string; installed?: () => Promise<readonly string[]> } = {}) {
    this.#added = added;
    this.#installed = installed;
  }

  /** The folder with what the owner added. */
  get folder(): string | undefined {
    return this.#added;
  }

  /** By Tesseract's codes. */
  all(): Promise<ReadonlyMap<string, LanguageData>> {
    this.#found ??= this.#find();
    return this.#found;
  }

  /** Whether there are data for a language beside those that the owner added. */
  async hasOther(code: string): Promise<boolean> {
    return (await this.#find({ withAdded: false })).has(code);
  }

  /** Looks again with the next question. */
  forget(): void {
    this.#found = undefined;
  }

  /**
   * Copies data into the library; answers the code of their language, which is that in the file's name.
   * @throws HoldfastError INVALID_INPUT for what are no such data; PATH_UNREADABLE
   */
  async add(path: string): Promise<string> {
    const code = dataName.exec(basename(path))?.[1];
    if (code === undefined || noLanguage.test(code))
      throw new HoldfastError(
        'INVALID_INPUT',
        `${basename(path)} is not named like data of a language.`,
        'Choose a file such as “spa.traineddata”, named by the code of its language.',
      );
    await sizeOfNetwork(path).catch((error: unknown) => {
      throw unusable(path, error);
    });
    if (this.#added === undefined) throw new RangeError('There is no folder to add data to');
    await this.#keep(path, this.#added, code);
    this.forget();
    return code;
  }

  /**
   * Takes what the owner added for a language out again.
   * @throws HoldfastError NOT_FOUND where nothing was added for it
   */
  async remove(code: string): Promise<void> {
    const data = (await this.all()).get(code);
    if (data?.from !== 'added') throw new HoldfastError('NOT_FOUND', `No data were added for the language “${code}”.`);
    await rm(data.path, { force: true });
    this.forget();
  }

  /** They are unpacked, for the system's Tesseract reads no others, and have their name once they are whole. */
  async #keep(path: string, folder: string, code: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const unfinished = join(folder, `${code}.unfinished`);
    try {
      if (isPacked(path)) await unpack(path, unfinished);
      else await copyFile(path, unfinished);
      await sync(unfinished);
      await rename(unfinished, join(folder, `${code}.traineddata`));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw unusable(path, error);
    }
  }

  async #find({ withAdded = true } = {}): Promise<ReadonlyMap<string, LanguageData>> {
    const found = new Map<string, LanguageData & { size: number }>();
    const consider = async (code: string, path: string, from: OcrLanguage['from']) => {
      const size = from === 'added' ? 0 : await sizeOfNetwork(path).catch(() => Number.POSITIVE_INFINITY);
      if (size < (found.get(code)?.size ?? Number.POSITIVE_INFINITY)) found.set(code, { path, from, size });
    };
    for (const code of shippedLanguages) await consider(code, shippedPath(code), 'shipped');
    for (const folder of await this.#installed())
      for (const [code, path] of await dataIn(folder)) await consider(code, path, 'system');
    if (withAdded && this.#added !== undefined)
      for (const [code, path] of await dataIn(this.#added)) if (!isPacked(path)) await consider(code, path, 'added');
    return new Map([...found].map(([code, { path, from }]) => [code, { path, from }]));
  }
}

/** Where the data of a language that ships are. */
export function shippedPath(code: (typeof shippedLanguages)[number]): string {
  const folder = dirname(require.resolve(`@tesseract.js-data/${code}/package.json`));
  return join(folder, '4.0.0_best_int', `${code}.traineddata.gz`);
}

async function dataIn(folder: string): Promise<[code: string, path: string][]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => {
    const code = dataName.exec(name)?.[1];
    return code === undefined || noLanguage.test(code) ? [] : [[code, join(folder, name)]];
  });
}

/** Where packages of the systems, and Tesseract's own installer, lay data. */
async function systemFolders(): Promise<string[]> {
  const named = process.env.TESSDATA_PREFIX;
  const versions = '/usr/share/tesseract-ocr';
  const ofVersions = (await readdir(versions).catch(() => [])).map((version) => join(versions, version, 'tessdata'));
  const usual =
    process.platform === 'win32'
      ? [join(process.env.ProgramFiles ?? 'C:\\Program Files', 'Tesseract-OCR', 'tessdata')]
      : [...ofVersions, '/usr/share/tessdata', '/usr/local/share/tessdata', '/opt/homebrew/share/tessdata'];
  return named ? [named, join(named, 'tessdata'), ...usual] : usual;
}

function isPacked(path: string): boolean {
  return path.endsWith('.gz');
}

/**
 * Bytes of the network in data of a language.
 * @throws Error with a sentence where there is none
 */
async function sizeOfNetwork(path: string): Promise<number> {
  return networkSize(await head(path));
}

async function head(path: string): Promise<Buffer> {
  const bytes = createReadStream(path, isPacked(path) ? {} : { end: HEAD - 1 });
  const unpacked = isPacked(path) ? bytes.pipe(createGunzip()) : bytes;
  // An error of what is piped from does not reach what it is piped into.
  bytes.on('error', (error) => unpacked.destroy(error));
  const read: Buffer[] = [];
  let size = 0;
  for await (const chunk of unpacked) {
    read.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= HEAD) break;
  }
  bytes.destroy();
  return Buffer.concat(read).subarray(0, HEAD);
}

/** What unpacks to more than any data of a language have is none. */
async function unpack(path: string, into: string): Promise<void> {
  let size = 0;
  const bounded = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > LARGEST) throw new Error('It is too large when it is unpacked.');
      yield chunk;
    }
  };
  const file = await open(into, 'w');
  await pipeline(createReadStream(path), createGunzip(), bounded, file.createWriteStream());
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function unusable(path: string, error: unknown): HoldfastError {
  const isOfSystem = error instanceof Error && 'code' in error && 'syscall' in error;
  return isOfSystem
    ? new HoldfastError(
        'PATH_UNREADABLE',
        `${path} cannot be copied into the library. ${fileFailure(error)}`,
        'Look at the file, and at the room on the disk, and try again.',
        { cause: error },
      )
    : new HoldfastError(
        'INVALID_INPUT',
        `${basename(path)} is no data of a language that can be used. ${error instanceof Error ? error.message : ''}`.trim(),
        'Choose data for Tesseract 4 or later, such as those of the “tessdata_fast” collection.',
        { cause: error },
      );
}
