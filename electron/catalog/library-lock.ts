import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HoldfastError, messageOf } from '../../shared/errors.ts';

/**
 * Keeps a library to one host at a time. The lock is SQLite's own file lock on a file of its own,
 * so the system frees it however the process ends; a file beside it names the holder for people.
 */
export class LibraryLock {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @throws HoldfastError LIBRARY_IN_USE naming the process that has the library open. */
  static take(libraryPath: string, shell: string): LibraryLock {
    const holderPath = join(libraryPath, 'lock.json');
    const database = openLock(libraryPath);
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch {
      database.close();
      throw new HoldfastError(
        'LIBRARY_IN_USE',
        `The library ${libraryPath} is already open in ${holderText(holderPath)}.`,
        'Use that, or end it first.',
      );
    }
    writeFileSync(holderPath, JSON.stringify({ shell, pid: process.pid, since: new Date().toISOString() }));
    return new LibraryLock(database);
  }

  release(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

function openLock(libraryPath: string): DatabaseSync {
  try {
    makeFolder(libraryPath);
    readdirSync(libraryPath);
    accessSync(libraryPath, constants.W_OK);
    return new DatabaseSync(join(libraryPath, 'lock.db'), { timeout: 0 });
  } catch (error) {
    throw new HoldfastError(
      'PATH_UNREADABLE',
      `${libraryPath} cannot be used as a library: ${reasonOf(error)}.`,
      'Choose a folder that you may write to.',
      { cause: error },
    );
  }
}

/** Makes a folder and those above it. Node's own recursion never ends where a folder above takes none, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  mkdirSync(path);
}

function reasonOf(error: unknown): string {
  switch (error instanceof Error && 'code' in error ? error.code : '') {
    case 'EACCES':
    case 'EPERM':
      return 'there is no permission to write there';
    case 'EROFS':
      return 'the drive can only be read';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'it is, or lies in, a file';
    case 'ENOSPC':
      return 'the drive is full';
    default:
      return messageOf(error);
  }
}

const shellNames: Record<string, string> = {
  electron: 'the Holdfast app',
  browser: 'Holdfast’s browser shell',
  cli: 'a holdfast command',
};

function holderText(path: string): string {
  try {
    const { shell, pid, since } = JSON.parse(readFileSync(path, 'utf8')) as {
      shell: string;
      pid: number;
      since: string;
    };
    return `${shellNames[shell] ?? shell} (process ${pid}, since ${since.slice(0, 16).replace('T', ' ')} UTC)`;
  } catch {
    return 'another Holdfast';
  }
}
