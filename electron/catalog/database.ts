import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { HoldfastError, messageOf } from '../../shared/errors.ts';
import { migrations as allMigrations, type Migration } from './migrations/index.ts';

/** Pages of 4 KB in its write-ahead log at which the catalog empties it itself, where no `Checkpointer` did before. */
const MOST_PAGES_IN_LOG = 4000;
/** How many snapshots taken before migrations are kept. */
const SNAPSHOTS_KEPT = 3;

/**
 * The catalog's connection: SQLite in WAL mode. Commits survive a kill of the process; those made by
 * `transaction('durable', …)` also survive a power cut.
 */
export class Catalog {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;
  /** What the connection was last told to wait for. */
  #synchronous: 'FULL' | 'NORMAL' = 'NORMAL';

  private constructor(path: string, database: DatabaseSync) {
    this.path = path;
    this.#database = database;
  }

  /**
   * Opens the catalog, making it where there is none and migrating it where it is older, after a snapshot beside it.
   * @throws HoldfastError LIBRARY_TOO_NEW when a newer Holdfast made it, LIBRARY_DAMAGED when SQLite cannot read it.
   */
  static open(path: string, migrations: readonly Migration[] = allMigrations): Catalog {
    mkdirSync(dirname(path), { recursive: true });
    const existed = existsSync(path);
    try {
      const database = new DatabaseSync(path, { timeout: 5000 });
      database.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32000;',
      );
      database.exec(`PRAGMA wal_autocheckpoint = ${MOST_PAGES_IN_LOG}`);
      const catalog = new Catalog(path, database);
      catalog.#migrate(migrations, existed);
      return catalog;
    } catch (error) {
      if (error instanceof HoldfastError) throw error;
      throw new HoldfastError(
        'LIBRARY_DAMAGED',
        `The library’s catalog ${path} cannot be opened: ${messageOf(error)}.`,
        `Restore it from a backup or from one of the snapshots beside it (${basename(path)}.before-…), then start again.`,
        { cause: error },
      );
    }
  }

  #migrate(migrations: readonly Migration[], existed: boolean): void {
    const version = this.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
    const newest = migrations.at(-1)?.version ?? 0;
    if (version > newest) {
      this.close();
      throw new HoldfastError(
        'LIBRARY_TOO_NEW',
        `The library ${dirname(this.path)} was last used by a newer Holdfast (its catalog has version ${version}, this Holdfast knows ${newest}).`,
        'Open it with that newer version; nothing was changed.',
      );
    }
    const due = migrations.filter((migration) => migration.version > version);
    if (due.length === 0) return;
    if (existed && version > 0) this.#snapshot(version);
    // Off, so that a table can be made anew under the rows that refer to it; what refers to nothing is found afterwards.
    this.#database.exec('PRAGMA foreign_keys = OFF');
    for (const migration of due) {
      this.transaction('durable', () => {
        this.#database.exec(migration.sql);
        const [broken] = this.all<{ table: string }>('PRAGMA foreign_key_check');
        if (broken)
          throw new Error(`Migration ${migration.version} leaves rows in ${broken.table} that refer to nothing.`);
        this.#database.exec(`PRAGMA user_version = ${migration.version}`);
      });
    }
    this.#database.exec('PRAGMA foreign_keys = ON');
  }

  #snapshot(version: number): void {
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    copyFileSync(this.path, `${this.path}.before-${String(version + 1).padStart(4, '0')}`);
    const prefix = `${basename(this.path)}.before-`;
    const snapshots = readdirSync(dirname(this.path))
      .filter((name) => name.startsWith(prefix))
      .sort();
    for (const name of snapshots.slice(0, -SNAPSHOTS_KEPT)) rmSync(join(dirname(this.path), name));
  }

  /**
   * Runs `work` in a transaction: all of it is kept or none. Nested calls join the outer one.
   * `durable` waits for the disk; `lazy` may lose the last moments in a power cut, never in a crash,
   * and is for what Holdfast can derive again.
   */
  transaction<T>(durability: 'durable' | 'lazy', work: () => T): T {
    if (this.#depth > 0) return work();
    this.#waitFor(durability === 'durable' ? 'FULL' : 'NORMAL');
    this.#database.exec('BEGIN IMMEDIATE');
    this.#depth++;
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    } finally {
      this.#depth--;
    }
  }

  #waitFor(synchronous: 'FULL' | 'NORMAL'): void {
    if (this.#synchronous === synchronous) return;
    this.#database.exec(`PRAGMA synchronous = ${synchronous}`);
    this.#synchronous = synchronous;
  }

  /** All rows of a query; the caller vouches for the row's shape. */
  all<Row>(sql: string, ...parameters: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...parameters) as Row[];
  }

  /** The first row of a query, or undefined. */
  get<Row>(sql: string, ...parameters: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...parameters) as Row | undefined;
  }

  /** Runs a statement; answers how many rows changed and the last row id. */
  run(sql: string, ...parameters: SQLInputValue[]): { changes: number; lastId: number } {
    const { changes, lastInsertRowid } = this.#statement(sql).run(...parameters);
    return { changes: Number(changes), lastId: Number(lastInsertRowid) };
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** What SQLite's own check finds wrong with the file; empty when it is sound. */
  integrityProblems(): string[] {
    return this.all<{ integrity_check: string }>('PRAGMA integrity_check')
      .map((row) => row.integrity_check)
      .filter((line) => line !== 'ok');
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#statements.clear();
    this.#database.close();
  }
}
