import type { Written, WrittenKind } from '../../shared/contract/derivations.ts';
import type { Catalog } from './database.ts';

/** What is kept beside what a model wrote. */
export interface WrittenParameters {
  /** How much of the asset the model was shown, where not all of it. */
  shown?: string;
  /** What it took; once for all that came of one answer. */
  usage?: { prompt: number; generated: number; ms: number };
}

/** The model that writes, and by which version of the instructions. */
export interface Author {
  modelId: string;
  /** SHA-256 of its file; empty for a model at a provider. */
  version: string;
  name: string;
  promptVersion: number;
}

export interface WrittenRow extends Author {
  id: number;
  assetId: number;
  kind: WrittenKind;
  /** The page that it is about; 0 for the asset as a whole. */
  page: number;
  parameters: WrittenParameters;
  time: number;
  content: Written['content'];
}

/** All that one version of a model wrote of one kind by one version of the instructions. */
export interface WriterRow extends Author {
  kind: WrittenKind;
  count: number;
  first: number;
  last: number;
}

interface StoredRow extends Omit<WrittenRow, 'parameters' | 'content'> {
  parameters: string;
  result: string;
}

const columns = `id, asset_id AS assetId, kind, page, engine AS modelId, engine_version AS version, model_name AS name,
  prompt_version AS promptVersion, parameters, time, result`;

/** Answers whose cost says what the next ones will take. */
const RECENT = 50;

function toRow({ parameters, result, ...row }: StoredRow): WrittenRow {
  return {
    ...row,
    parameters: JSON.parse(parameters) as WrittenParameters,
    content: JSON.parse(result) as Written['content'],
  };
}

/** What models wrote of assets; what was read from the files themselves is the concern of AssetRepository. */
export class DerivationRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Keeps what a model wrote, in place of what any model wrote of that kind and page before; answers its id. */
  keep(assetId: number, author: Author, written: Written, parameters: WrittenParameters, page = 0): number {
    const { kind, content } = written;
    this.#catalog.run('DELETE FROM derivations WHERE asset_id = ? AND kind = ? AND page = ?', assetId, kind, page);
    return this.#catalog.run(
      `INSERT INTO derivations (asset_id, kind, page, engine, engine_version, model_name, prompt_version, parameters, time, result)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      assetId,
      kind,
      page,
      author.modelId,
      author.version,
      author.name,
      author.promptVersion,
      JSON.stringify(parameters),
      Date.now(),
      JSON.stringify(content),
    ).lastId;
  }

  /** What models wrote of an asset as a whole. */
  of(assetId: number): WrittenRow[] {
    return this.#catalog
      .all<StoredRow>(
        `SELECT ${columns} FROM derivations WHERE asset_id = ? AND model_name <> '' AND page = 0 ORDER BY id`,
        assetId,
      )
      .map(toRow);
  }

  /** What models read on the pages of an asset. */
  pageTexts(assetId: number): WrittenRow[] {
    return this.#catalog
      .all<StoredRow>(
        `SELECT ${columns} FROM derivations WHERE asset_id = ? AND kind = 'page-text' ORDER BY page`,
        assetId,
      )
      .map(toRow);
  }

  /** The name of the model that read a page; empty where none did. */
  readerOf(assetId: number, page: number): string {
    return (
      this.#catalog.get<{ name: string }>(
        "SELECT model_name AS name FROM derivations WHERE asset_id = ? AND kind = 'page-text' AND page = ?",
        assetId,
        page,
      )?.name ?? ''
    );
  }

  /** What a model read on a page. */
  pageText(assetId: number, page: number): WrittenRow | undefined {
    const row = this.#catalog.get<StoredRow>(
      `SELECT ${columns} FROM derivations WHERE asset_id = ? AND kind = 'page-text' AND page = ?`,
      assetId,
      page,
    );
    return row && toRow(row);
  }

  byId(id: number): WrittenRow | undefined {
    const row = this.#catalog.get<StoredRow>(
      `SELECT ${columns} FROM derivations WHERE id = ? AND model_name <> ''`,
      id,
    );
    return row && toRow(row);
  }

  writers(): WriterRow[] {
    return this.#catalog.all(
      `SELECT kind, engine AS modelId, engine_version AS version, model_name AS name, prompt_version AS promptVersion,
         count(*) AS count, min(time) AS first, max(time) AS last
       FROM derivations WHERE model_name <> '' GROUP BY engine, kind, prompt_version, engine_version, model_name
       ORDER BY last DESC`,
    );
  }

  /** What a model wrote of a kind, the latest first. */
  by(
    modelId: string,
    kind: WrittenKind,
    offset: number,
    limit: number,
  ): (WrittenRow & { hash: string; file: string })[] {
    return this.#catalog
      .all<StoredRow & { hash: string; file: string }>(
        `SELECT d.id, d.asset_id AS assetId, d.kind, d.page, engine AS modelId, engine_version AS version, model_name AS name,
           prompt_version AS promptVersion, parameters, time, result, a.hash, a.name AS file
         FROM derivations d JOIN assets a ON a.id = d.asset_id WHERE engine = ? AND d.kind = ? AND model_name <> ''
         ORDER BY time DESC, d.id DESC LIMIT ? OFFSET ?`,
        modelId,
        kind,
        limit,
        offset,
      )
      .map(({ hash, file, ...row }) => ({ ...toRow(row), hash, file }));
  }

  /** What a model wrote, of these kinds and assets, without what stands in it. */
  chosen(
    modelId: string,
    kinds: readonly WrittenKind[],
    assetIds: readonly number[] | null,
  ): Omit<WrittenRow, 'parameters' | 'content' | 'time'>[] {
    return this.#catalog.all(
      `SELECT id, asset_id AS assetId, kind, page, engine AS modelId, engine_version AS version, model_name AS name,
         prompt_version AS promptVersion FROM derivations
       WHERE engine = ? AND model_name <> '' AND kind IN (SELECT value FROM json_each(?))
         AND (? IS NULL OR asset_id IN (SELECT value FROM json_each(?)))`,
      modelId,
      JSON.stringify(kinds),
      assetIds === null ? null : 1,
      JSON.stringify(assetIds ?? []),
    );
  }

  /** What goes with a derivation: open suggestions, tags that nobody confirmed; and the tags that stay as the owner's. */
  consequences(id: number): { suggestions: number; tags: number; kept: number } {
    return (
      this.#catalog.get(
        `SELECT (SELECT count(*) FROM tag_suggestions WHERE derivation_id = ?1 AND state = 'open') AS suggestions,
           (SELECT count(*) FROM tags WHERE derivation_id = ?1 AND confirmed = 0) AS tags,
           (SELECT count(*) FROM tags WHERE derivation_id = ?1 AND confirmed = 1) AS kept`,
        id,
      ) ?? { suggestions: 0, tags: 0, kept: 0 }
    );
  }

  remove(id: number): void {
    this.#catalog.run("DELETE FROM derivations WHERE id = ? AND model_name <> ''", id);
  }

  /** What the last answers of a model to a kind of question took on average; undefined where it gave none. */
  usage(modelId: string, kind: WrittenKind): { prompt: number; generated: number; ms: number } | undefined {
    const row = this.#catalog.get<{ prompt: number | null; generated: number; ms: number }>(
      `SELECT avg(json_extract(parameters, '$.usage.prompt')) AS prompt,
         avg(json_extract(parameters, '$.usage.generated')) AS generated, avg(json_extract(parameters, '$.usage.ms')) AS ms
       FROM (SELECT parameters FROM derivations WHERE engine = ? AND kind = ? AND model_name <> ''
         ORDER BY time DESC LIMIT ${RECENT})`,
      modelId,
      kind,
    );
    return row?.prompt == null ? undefined : { ...row, prompt: row.prompt };
  }
}
