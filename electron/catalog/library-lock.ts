import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HoldfastError } from '../../shared/errors.ts';

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
    mkdirSync(libraryPath, { recursive: true });
    const holderPath = join(libraryPath, 'lock.json');
    const database = new DatabaseSync(join(libraryPath, 'lock.db'), { timeout: 0 });
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch {
      database.close();
      throw new HoldfastError(
        'LIBRARY_IN_USE',
        `The library ${libraryPath} is already open in ${holderText(holderPath)}.`,
        'Use that window, or close it first.',
      );
    }
    writeFileSync(holderPath, JSON.stringify({ shell, pid: process.pid, since: new Date().toISOString() }));
    return new LibraryLock(database);
  }

  release(): void {
    if (this.#database.isOpen) this.#database.close();
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
