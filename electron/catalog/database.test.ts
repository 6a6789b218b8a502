import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { Catalog } from './database.ts';
import { LibraryLock } from './library-lock.ts';
import { migrations } from './migrations/index.ts';

/** The version of a migration that is still to come. */
const nextVersion = (migrations.at(-1)?.version ?? 0) + 1;

describe('Catalog', () => {
  it('makes a catalog, keeps it, and opens it again', () => {
    const path = join(temporaryFolder(), 'library', 'catalog.db');
    const first = Catalog.open(path);
    first.transaction('durable', () => first.run("INSERT INTO settings VALUES ('theme', '\"dark\"')"));
    first.close();
    const second = Catalog.open(path);
    expect(second.get('SELECT value FROM settings')).toEqual({ value: '"dark"' });
    expect(second.integrityProblems()).toEqual([]);
    second.close();
  });

  it('undoes a transaction that throws, with the nested ones', () => {
    const catalog = Catalog.open(join(temporaryFolder(), 'catalog.db'));
    expect(() =>
      catalog.transaction('lazy', () => {
        catalog.transaction('durable', () => catalog.run("INSERT INTO settings VALUES ('a', '1')"));
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(catalog.all('SELECT * FROM settings')).toEqual([]);
    catalog.close();
  });

  it('takes a snapshot before it migrates, and none of a new catalog', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'catalog.db');
    Catalog.open(path).close();
    expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual([]);
    const snapshotName = `catalog.db.before-${String(nextVersion).padStart(4, '0')}`;
    const next = { version: nextVersion, sql: 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT' };
    const migrated = Catalog.open(path, [...migrations, next]);
    expect(migrated.all('SELECT * FROM later')).toEqual([]);
    migrated.close();
    expect(readdirSync(folder)).toContain(snapshotName);
    const snapshot = Catalog.open(join(folder, snapshotName));
    expect(() => snapshot.all('SELECT * FROM later')).toThrow('no such table');
    snapshot.close();
  });

  it('keeps the old schema when a migration fails', () => {
    const path = join(temporaryFolder(), 'catalog.db');
    Catalog.open(path).close();
    const broken = { version: nextVersion, sql: 'CREATE TABLE half (id INTEGER) STRICT; NONSENSE;' };
    expect(() => Catalog.open(path, [...migrations, broken])).toThrow(
      expect.objectContaining({ code: 'LIBRARY_DAMAGED' }),
    );
    const catalog = Catalog.open(path);
    expect(() => catalog.all('SELECT * FROM half')).toThrow('no such table');
    catalog.close();
  });

  it('makes a table anew without losing the rows that refer to it, and notices when it would', () => {
    const path = join(temporaryFolder(), 'catalog.db');
    const first = {
      version: 1,
      sql: 'CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE b (a INTEGER REFERENCES a ON DELETE CASCADE) STRICT; INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES (1), (2);',
    };
    const anew = {
      version: 2,
      sql: 'CREATE TABLE a2 (id INTEGER PRIMARY KEY) STRICT; INSERT INTO a2 SELECT id FROM a; DROP TABLE a; ALTER TABLE a2 RENAME TO a;',
    };
    Catalog.open(path, [first]).close();
    const catalog = Catalog.open(path, [first, anew]);
    expect(catalog.all('SELECT * FROM b')).toHaveLength(2);
    catalog.run('DELETE FROM a WHERE id = 1');
    expect(catalog.all('SELECT * FROM b')).toEqual([{ a: 2 }]);
    catalog.close();
    const forgetful = { version: 3, sql: 'DELETE FROM a' };
    expect(() => Catalog.open(path, [first, anew, forgetful])).toThrow(/leaves rows in b that refer to nothing/);
  });

  it('gives no passage an id that another had, though their table was made anew', () => {
    const path = join(temporaryFolder(), 'catalog.db');
    const addPassage =
      "INSERT INTO passages (asset_id, source, position, text, anchor) VALUES (1, 'text', 0, '', '{}')";
    const before = Catalog.open(path, migrations.slice(0, 6));
    before.run("INSERT INTO assets (hash, size, mime, kind, added) VALUES ('a', 1, 'text/plain', 'text', 0)");
    expect(before.run(addPassage).lastId).toBe(1);
    before.run('UPDATE passages SET indexed = 2');
    before.run('DELETE FROM passages');
    before.close();
    const after = Catalog.open(path);
    expect(after.all('SELECT * FROM index_deletions')).toEqual([{ passage_id: 1 }]);
    expect(after.run(addPassage).lastId).toBe(2);
    after.close();
  });

  it('tells how sure OCR was of pages that were read before that was kept', () => {
    const path = join(temporaryFolder(), 'catalog.db');
    const before = Catalog.open(
      path,
      migrations.filter(({ version }) => version < 13),
    );
    before.run("INSERT INTO assets (hash, size, mime, kind, added) VALUES ('a', 1, 'image/png', 'image', 0)");
    const words = [
      { text: 'pilot', confidence: 90 },
      { text: 'of', confidence: 20 },
    ];
    for (const [page, result] of [{ words }, { words: [] }].entries())
      before.run(
        "INSERT INTO derivations (asset_id, kind, page, engine, engine_version, time, result) VALUES (1, 'ocr', ?, 'e', '1', 0, ?)",
        page + 1,
        JSON.stringify(result),
      );
    before.close();
    const after = Catalog.open(path);
    expect(after.all('SELECT page, confidence FROM derivations ORDER BY page')).toEqual([
      { page: 1, confidence: 70 },
      { page: 2, confidence: null },
    ]);
    after.close();
  });

  it('has recordings read that were met before they could be', () => {
    const path = join(temporaryFolder(), 'catalog.db');
    const before = Catalog.open(path, migrations.slice(0, 7));
    const addAsset = (hash: string, mime: string) =>
      before.run(
        "INSERT INTO assets (hash, size, mime, kind, state, added) VALUES (?, 1, ?, 'other', 'unsupported', 0)",
        hash,
        mime,
      );
    addAsset('a', 'video/mp4');
    addAsset('b', 'audio/mpeg');
    addAsset('c', 'application/x-dosexec');
    before.close();
    const after = Catalog.open(path);
    expect(after.all('SELECT kind, state FROM assets ORDER BY hash')).toEqual([
      { kind: 'video', state: 'pending' },
      { kind: 'audio', state: 'pending' },
      { kind: 'other', state: 'unsupported' },
    ]);
    expect(after.all('SELECT stage, asset_id FROM tasks')).toEqual([
      { stage: 'extract', asset_id: 1 },
      { stage: 'extract', asset_id: 2 },
    ]);
    expect(after.all('SELECT stage, total FROM job_stages')).toEqual([{ stage: 'extract', total: 2 }]);
    after.close();
  });

  it('refuses a catalog of a newer Holdfast and leaves it alone', () => {
    const path = join(temporaryFolder(), 'catalog.db');
    Catalog.open(path, [...migrations, { version: 99, sql: 'SELECT 1' }]).close();
    expect(() => Catalog.open(path)).toThrow(
      expect.objectContaining({ code: 'LIBRARY_TOO_NEW', message: expect.stringContaining('99') }),
    );
  });

  it('says that a damaged file cannot be opened', async () => {
    const path = join(temporaryFolder(), 'catalog.db');
    await writeFile(path, 'This is not a database. '.repeat(100));
    expect(() => Catalog.open(path)).toThrow(expect.objectContaining({ code: 'LIBRARY_DAMAGED' }));
  });
});

function fileIn(folder: string): string {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  return path;
}

describe('LibraryLock', () => {
  it('keeps a second host out, names the first, and lets go', () => {
    const folder = temporaryFolder();
    const lock = LibraryLock.take(folder, 'cli');
    expect(() => LibraryLock.take(folder, 'electron')).toThrow(
      expect.objectContaining({
        code: 'LIBRARY_IN_USE',
        message: expect.stringMatching(new RegExp(`holdfast command \\(process ${process.pid}`)),
      }),
    );
    lock.release();
    LibraryLock.take(folder, 'electron').release();
  });

  const noLibraries: [string, () => string][] = [
    ['a file', () => fileIn(temporaryFolder())],
    ['a place in a file', () => join(fileIn(temporaryFolder()), 'library')],
  ];
  if (existsSync('/proc/self')) noLibraries.push(['a place where no folder can be made', () => '/proc/library']);

  it.each(noLibraries)('says that %s cannot be a library', (_, path) => {
    const library = path();
    expect(() => LibraryLock.take(library, 'cli')).toThrow(
      expect.objectContaining({
        code: 'PATH_UNREADABLE',
        message: expect.stringContaining(`${library} cannot be used`),
      }),
    );
  });

  it('makes the folder and those above it', () => {
    LibraryLock.take(join(temporaryFolder(), 'a/b/c'), 'cli').release();
  });
});
