import type { BenchQuestion } from '../../shared/contract/bench.ts';
import type { BenchMaterialRepository, MaterialPassage } from '../catalog/bench-material.ts';
import type { Passage } from '../catalog/passages.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { meaningfulWords, wordsOf } from '../search/words.ts';
import type { SampleRequest } from './bench-task.ts';
import { seededRandom } from './random.ts';

const SEED = 1931;
/** What the keyword search finds at most in the assets of the pool, of which the pool has a part. */
const LOOKED_AT = { texts: 20_000, names: 5000 };

/** A passage as a sample keeps it: by its text, since the library may forget it. */
export interface PoolPassage {
  id: number;
  assetId: string;
  text: string;
}

/** A question with what is to be found by it among the pool's passages. */
export interface KnownItem {
  label: string;
  assetId: string;
  name: string;
  wanted: number[];
}

/** A question that the library's keyword search was asked. */
interface AskedItem extends KnownItem {
  /** Places in the pool of what it found, best first. */
  found: number[];
  /** How long that took. */
  ms: number;
}

/** Questions, and the passages of the library that the right one is looked for among. */
export class KnownItems {
  readonly #material: BenchMaterialRepository;
  readonly #index: SearchIndex;

  constructor({ material, index }: { material: BenchMaterialRepository; index: SearchIndex }) {
    this.#material = material;
    this.#index = index;
  }

  available(): number {
    return this.#material.questions().length;
  }

  /**
   * The first questions with the passages they ask for and what the keyword search finds for them, and other passages
   * from all over the library up to the size of the pool. A question whose passage is no longer there asks for any
   * passage of its asset; one whose asset has none is left out.
   */
  async collect(request: SampleRequest): Promise<{ items: AskedItem[]; pool: PoolPassage[] }> {
    const { items, pool } = this.#choose(request.items, request.pool);
    const assets = this.#material.internalIds([...new Set(pool.map(({ assetId }) => assetId))]);
    const asked: AskedItem[] = [];
    for (const item of items) {
      const began = performance.now();
      const found = await this.#byWords(item.label, pool, assets);
      asked.push({ ...item, found, ms: performance.now() - began });
    }
    return { items: asked, pool };
  }

  #choose(count: number, poolSize: number): { items: KnownItem[]; pool: PoolPassage[] } {
    const pool = new Map<number, MaterialPassage>();
    const asked: { question: BenchQuestion; ids: Set<number> }[] = [];
    for (const question of this.#material.questions().slice(0, count)) {
      const own = this.#material.passagesOf(question.assetId);
      const exact = own.filter(({ text }) => text === question.passage);
      const wanted = exact.length > 0 ? exact : own;
      if (wanted.length === 0) continue;
      for (const passage of wanted) pool.set(passage.id, passage);
      asked.push({ question, ids: new Set(wanted.map(({ id }) => id)) });
    }
    for (const passage of this.#material.somePassages(poolSize, seededRandom(SEED))) {
      if (pool.size >= poolSize) break;
      pool.set(passage.id, passage);
    }
    const passages = [...pool.values()].sort((one, other) => one.id - other.id);
    const items = asked.map(({ question, ids }) => {
      // The same words in another place answer as well.
      const texts = new Set(passages.filter(({ id }) => ids.has(id)).map(({ text }) => text));
      const wanted = passages.flatMap(({ text }, position) => (texts.has(text) ? [position] : []));
      return { label: question.text, assetId: question.assetId, name: question.name, wanted };
    });
    return { items, pool: passages.map(({ id, assetId, text }) => ({ id, assetId, text })) };
  }

  async #byWords(question: string, pool: readonly PoolPassage[], assets: readonly number[]): Promise<number[]> {
    const words = meaningfulWords(wordsOf(question).map(({ start, end }) => question.slice(start, end)));
    if (words.length === 0) return [];
    const { hits } = await this.#index.searchWords({ words, phrases: [] }, LOOKED_AT, assets);
    const positions = new Map(pool.map(({ id }, position) => [id, position]));
    return hits.flatMap(({ id }: Pick<Passage, 'id'>) => positions.get(id) ?? []);
  }
}

/** The place, from 1 on, of the first that is wanted; null where none was found. */
export function placeOf(found: readonly number[], wanted: readonly number[]): number | null {
  const place = found.findIndex((position) => wanted.includes(position));
  return place < 0 ? null : place + 1;
}
