import { basename, dirname, sep } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AssetFilter, ListedFolder } from '../../shared/contract/library.ts';
import { type AssetCondition, allOf, filterConditions, pathsBelow } from './asset-conditions.ts';
import type { Catalog } from './database.ts';

/** Files that are looked at between two turns of the host: about ten milliseconds. */
const FILES_A_TURN = 8000;

/** Of a file that is all that an archive holds, as of one that is compressed: such an archive is no folder. */
const IS_ALONE = `c.path = f.parent
  AND NOT EXISTS (SELECT 1 FROM files other WHERE other.container_id = f.container_id AND other.id <> f.id)`;

/** A place in the order of files by the folder that they lie in. */
interface Position {
  parent: string;
  id: number;
}

/** What was found in a folder: the assets in it and below it, and whether there are folders in it. */
interface Content {
  assets: Set<number>;
  hasFolders: boolean;
}

/**
 * The folders that the files of a library lie in, archives among them, level by level, with how many assets are in each and
 * below it.
 */
export class FolderListing {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** The folders in a folder that something under the filter lies in or below, by name. */
  async within(folder: string, filter: AssetFilter): Promise<ListedFolder[]> {
    const { from, to } = pathsBelow(folder);
    const found = await this.#contents({ from, to, nameAt: lengthOf(from) }, filter);
    // What an archive of a single file holds lies in the folder itself.
    found.delete('');
    return [...found].map(([name, content]) => listed(from + name, name, content)).sort(byName);
  }

  /** The folders that the library begins with: those that were added, where none lies in another, and those of single files. */
  async outermost(filter: AssetFilter): Promise<ListedFolder[]> {
    const added = this.#catalog
      .all<{ path: string; isFile: number }>(
        `SELECT path, EXISTS (SELECT 1 FROM files f WHERE f.folder_id = folders.id AND f.path = folders.path) AS isFile
         FROM folders WHERE leaving = 0`,
      )
      .map(({ path, isFile }) => (isFile === 1 ? dirname(path) : path));
    const outermost = [...new Set(added)].filter((path) => !added.some((other) => liesIn(path, other)));
    const folders: ListedFolder[] = [];
    for (const path of outermost) {
      const { from, to } = pathsBelow(path);
      const below = await this.#contents({ from, to, nameAt: lengthOf(from) }, filter);
      const own = await this.#contents({ from: path, to: `${path}\0`, nameAt: lengthOf(from) }, filter);
      const assets = new Set([...own.values(), ...below.values()].flatMap((content) => [...content.assets]));
      const hasFolders = [...below.keys()].some((name) => name !== '');
      if (assets.size > 0) folders.push(listed(path, basename(path) || path, { assets, hasFolders }));
    }
    return folders.sort(byName);
  }

  /** What is in a range of folders, by the names that stand in their paths at a place. */
  async #contents(
    range: { from: string; to: string; nameAt: number },
    filter: AssetFilter,
  ): Promise<Map<string, Content>> {
    const condition = allOf(filterConditions({ ...filter, folder: undefined }));
    const found = new Map<string, Content>();
    for (let start: Position | undefined = { parent: range.from, id: 0 }; start; await nextTurn()) {
      const end = this.#positionAfter(start, range.to);
      for (const { name, assets, hasFolders } of this.#some(
        start,
        end ?? { parent: range.to, id: 0 },
        range,
        condition,
      )) {
        const content = found.get(name) ?? { assets: new Set(), hasFolders: false };
        found.set(name, content);
        for (const asset of JSON.parse(assets) as number[]) content.assets.add(asset);
        content.hasFolders ||= hasFolders === 1;
      }
      start = end;
    }
    return found;
  }

  /** Where the files of one turn end; undefined where no more are left. */
  #positionAfter({ parent, id }: Position, to: string): Position | undefined {
    return this.#catalog.get<Position>(
      'SELECT parent, id FROM files WHERE parent < ? AND (parent, id) > (?, ?) ORDER BY parent, id LIMIT 1 OFFSET ?',
      to,
      parent,
      id,
      FILES_A_TURN,
    );
  }

  /** The files after one position, up to another and including it: grouped, and each group in one row, as there may be many. */
  #some(after: Position, end: Position, { nameAt }: { nameAt: number }, { sql, parameters }: AssetCondition) {
    return this.#catalog.all<{ name: string; assets: string; hasFolders: number }>(
      `SELECT iif(at = 0, rest, substr(rest, 1, at - 1)) AS name, json_group_array(DISTINCT asset) AS assets, max(at > 0) AS hasFolders
       FROM (SELECT asset, rest, instr(rest, ?) AS at FROM (
         SELECT a.id AS asset, substr(iif(${IS_ALONE}, c.parent, f.parent), ?) AS rest
         FROM files f CROSS JOIN assets a ON a.id = f.asset_id LEFT JOIN files c ON c.id = f.container_id
         WHERE f.missing = 0 AND f.parent >= ? AND (f.parent, f.id) > (?, ?) AND (f.parent, f.id) <= (?, ?) AND ${sql}))
       GROUP BY name`,
      sep,
      nameAt + 1,
      after.parent,
      after.parent,
      after.id,
      end.parent,
      end.id,
      ...parameters,
    );
  }
}

/** Characters, as the database counts them. */
function lengthOf(text: string): number {
  return [...text].length;
}

function listed(path: string, name: string, { assets, hasFolders }: Content): ListedFolder {
  return { path, name, count: assets.size, hasFolders };
}

function liesIn(path: string, folder: string): boolean {
  return path !== folder && path.startsWith(pathsBelow(folder).from);
}

function byName(one: ListedFolder, other: ListedFolder): number {
  return one.name.localeCompare(other.name, undefined, { numeric: true });
}
