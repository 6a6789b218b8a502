import { sep } from 'node:path';
import type { OcrLanguages, OcrScope } from '../../shared/contract/ocr.ts';
import type { Catalog } from './database.ts';

/** What languages are chosen for other than for all of the library. */
export type NarrowScope = Exclude<OcrScope, { scope: 'library' }>;

interface ChoiceRow {
  scope: NarrowScope['scope'];
  subject: string;
  languages: string | null;
}

export interface NarrowChoice {
  scope: NarrowScope;
  languages: OcrLanguages;
}

function subjectOf(scope: NarrowScope): string {
  switch (scope.scope) {
    case 'folder':
      return withoutEnd(scope.path);
    case 'tag':
      return scope.tag;
    case 'file':
      return scope.id;
  }
}

function toChoice({ scope, subject, languages }: ChoiceRow): NarrowChoice {
  const chosen = languages === null ? 'automatic' : (JSON.parse(languages) as string[]);
  switch (scope) {
    case 'folder':
      return { scope: { scope, path: subject }, languages: chosen };
    case 'tag':
      return { scope: { scope, tag: subject }, languages: chosen };
    case 'file':
      return { scope: { scope, id: subject }, languages: chosen };
  }
}

/** The languages that the owner chose for folders, the files with a tag, and files. */
export class OcrChoiceRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  list(): NarrowChoice[] {
    return this.#catalog
      .all<ChoiceRow>('SELECT scope, subject, languages FROM ocr_choices ORDER BY scope, subject')
      .map(toChoice);
  }

  /** Null takes a choice back. */
  set(scope: NarrowScope, languages: OcrLanguages | null): void {
    const subject = subjectOf(scope);
    // A tag is the same however it is written.
    const isMeant = scope.scope === 'tag' ? 'subject = ? COLLATE NOCASE' : 'subject = ?';
    this.#catalog.run(`DELETE FROM ocr_choices WHERE scope = ? AND ${isMeant}`, scope.scope, subject);
    if (languages === null) return;
    this.#catalog.run(
      'INSERT INTO ocr_choices (scope, subject, languages) VALUES (?, ?, ?)',
      scope.scope,
      subject,
      languages === 'automatic' ? null : JSON.stringify(languages),
    );
  }

  forFile(hash: string): NarrowChoice | undefined {
    const row = this.#catalog.get<ChoiceRow>(
      "SELECT scope, subject, languages FROM ocr_choices WHERE scope = 'file' AND subject = ?",
      hash,
    );
    return row && toChoice(row);
  }

  /** Those for tags that an asset has, in the order of their names. */
  forTagsOf(assetId: number): NarrowChoice[] {
    return this.#catalog
      .all<ChoiceRow>(
        `SELECT c.scope, c.subject, c.languages FROM ocr_choices c JOIN tags t ON t.tag = c.subject COLLATE NOCASE
         WHERE c.scope = 'tag' AND t.asset_id = ? ORDER BY t.tag`,
        assetId,
      )
      .map(toChoice);
  }

  /** That for the innermost folder that a path lies in, or is. */
  forPath(path: string): NarrowChoice | undefined {
    const row = this.#catalog.get<ChoiceRow>(
      `SELECT scope, subject, languages FROM ocr_choices
       WHERE scope = 'folder' AND (subject = ?1 OR substr(?1, 1, length(subject) + 1) = subject || ?2)
       ORDER BY length(subject) DESC LIMIT 1`,
      path,
      sep,
    );
    return row && toChoice(row);
  }
}

function withoutEnd(path: string): string {
  return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
}
