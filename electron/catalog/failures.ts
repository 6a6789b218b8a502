import { setImmediate as nextTurn } from 'node:timers/promises';
import { type FailureGroup, failureStates } from '../../shared/contract/jobs.ts';
import type { Catalog } from './database.ts';
import { stateOfUnread } from './no-files.ts';

/** Files, and assets that failed, which are looked at in one turn of the host's loop. */
const FILES_A_TURN = 10_000;
const ASSETS_A_TURN = 1_000;

const byPath = new Intl.Collator(undefined, { numeric: true });

/** Which failures, as the library groups them. */
export type FailureChoice = Pick<FailureGroup, 'state' | 'reason' | 'ignored'>;

/** What the owner wants of all failures of a kind; it is kept until it is done for all of them. */
export interface FailureWish {
  id: number;
  wanted: 'again' | 'ignored' | 'shown';
  state: FailureGroup['state'];
  reason: string;
}

/** What is read again of that which failed: an asset, a file that could not be read at all, or what that file lies in. */
export type Failed = Record<'assetId' | 'fileId' | 'containerId', number | null>;

/** Something that failed; the owner ignores it by its `what`: a file by its path, an asset by its hash. */
interface Failing extends Failed {
  state: FailureGroup['state'];
  reason: string;
  ignored: 0 | 1;
  what: string;
  /** The asset's public id, or empty. */
  hash: string;
  path: string;
}

/**
 * What of the library did not end as ready: files that could not be read at all, and assets. It is looked for in turns,
 * as there may be very many. What the owner ignores is ignored for its reason; when it ends for another one, it shows again.
 */
export class FailureRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** By state and reason, the largest group first; each with so many of its files, by path. */
  async groups(filesPerGroup: number): Promise<FailureGroup[]> {
    const groups = new Map<string, FailureGroup>();
    for await (const some of this.#inTurns()) {
      for (const { state, reason, ignored, hash, path } of some) {
        const key = `${state} ${ignored} ${reason}`;
        const group = groups.get(key) ?? { state, reason, ignored: ignored === 1, count: 0, files: [] };
        groups.set(key, group);
        group.count++;
        if (group.files.length < filesPerGroup) group.files.push({ assetId: hash, path });
      }
    }
    const sorted = [...groups.values()].sort((one, other) => other.count - one.count);
    for (const { files } of sorted) files.sort((one, other) => byPath.compare(one.path, other.path));
    return sorted;
  }

  /** Keeps what the owner wants, so that it is done whatever comes between. */
  noteWish(wish: Omit<FailureWish, 'id'>): FailureWish {
    const { lastId } = this.#catalog.transaction('durable', () =>
      this.#catalog.run(
        'INSERT INTO failure_wishes (wanted, state, reason) VALUES (?, ?, ?)',
        wish.wanted,
        wish.state,
        wish.reason,
      ),
    );
    return { id: lastId, ...wish };
  }

  /** What the owner wants and is not done yet, in the order in which that was said. */
  wishes(): FailureWish[] {
    return this.#catalog.all('SELECT id, wanted, state, reason FROM failure_wishes ORDER BY id');
  }

  fulfilled({ id }: FailureWish): void {
    this.#catalog.run('DELETE FROM failure_wishes WHERE id = ?', id);
  }

  /** Ignores what ended like this, or no longer does, in turns. Answers how many files that concerned. */
  async setIgnored(
    { state, reason }: Omit<FailureChoice, 'ignored'>,
    ignored: boolean,
    signal: AbortSignal,
  ): Promise<number> {
    let concerned = 0;
    for await (const some of this.#those({ state, reason, ignored: !ignored })) {
      if (signal.aborted) break;
      this.#catalog.transaction('lazy', () => {
        for (const { what } of some) {
          if (ignored)
            this.#catalog.run('INSERT OR REPLACE INTO ignored_failures (what, reason) VALUES (?, ?)', what, reason);
          else this.#catalog.run('DELETE FROM ignored_failures WHERE what = ?', what);
        }
      });
      concerned += some.length;
    }
    return concerned;
  }

  /** All that ended like this, or as many as were found until then. */
  async all(choice: FailureChoice, signal: AbortSignal): Promise<Failed[]> {
    const all: Failed[] = [];
    for await (const some of this.#those(choice)) {
      if (signal.aborted) break;
      for (const { assetId, fileId, containerId } of some) all.push({ assetId, fileId, containerId });
    }
    return all;
  }

  /** The paths of all that ended like this, in no certain order. */
  async paths(choice: FailureChoice): Promise<string[]> {
    const paths: string[] = [];
    for await (const some of this.#those(choice)) for (const { path } of some) paths.push(path);
    return paths;
  }

  async *#those({ state, reason, ignored }: FailureChoice): AsyncGenerator<Failing[]> {
    const isMeant = (failing: Failing) =>
      failing.state === state && failing.reason === reason && (failing.ignored === 1) === ignored;
    for await (const some of this.#inTurns()) yield some.filter(isMeant);
  }

  async *#inTurns(): AsyncGenerator<Failing[]> {
    const { last } = this.#catalog.get<{ last: number | null }>('SELECT max(id) AS last FROM files') ?? { last: 0 };
    for (let from = 0; from <= (last ?? 0); from += FILES_A_TURN) {
      yield this.#files(from, from + FILES_A_TURN);
      await nextTurn();
    }
    for (const state of failureStates) {
      for (let offset = 0; ; offset += ASSETS_A_TURN) {
        const some = this.#assets(state, offset);
        yield some;
        if (some.length < ASSETS_A_TURN) break;
        await nextTurn();
      }
    }
  }

  /** Those of the files with ids from one up to another. */
  #files(from: number, to: number): Failing[] {
    return this.#catalog.all(
      `SELECT NULL AS assetId, CASE WHEN c.id IS NULL THEN f.id END AS fileId, c.asset_id AS containerId, ${stateOfUnread} AS state, f.failure AS reason,
         ignored.what IS NOT NULL AS ignored, f.path AS what, '' AS hash, f.path
       FROM files f LEFT JOIN files c ON c.id = f.container_id
         LEFT JOIN ignored_failures ignored ON ignored.what = f.path AND ignored.reason = f.failure
       WHERE f.id >= ? AND f.id < ? AND f.failure IS NOT NULL AND f.missing = 0`,
      from,
      to,
    );
  }

  #assets(state: FailureGroup['state'], offset: number): Failing[] {
    return this.#catalog.all(
      `SELECT a.id AS assetId, NULL AS fileId, NULL AS containerId, a.state, a.reason,
         ignored.what IS NOT NULL AS ignored, a.hash AS what, a.hash, a.path
       FROM (SELECT id FROM assets WHERE present = 1 AND state = ? ORDER BY passages, id LIMIT ? OFFSET ?) some
         CROSS JOIN assets a ON a.id = some.id
         LEFT JOIN ignored_failures ignored ON ignored.what = a.hash AND ignored.reason = a.reason`,
      state,
      ASSETS_A_TURN,
      offset,
    );
  }
}
