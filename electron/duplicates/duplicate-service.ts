import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DuplicateGroup, ExactDuplicate } from '../../shared/contract/duplicates.ts';
import type { AssetLookup } from '../catalog/asset-lookup.ts';
import type { Catalog } from '../catalog/database.ts';
import type { FingerprintRepository } from '../catalog/fingerprints.ts';
import type { Fingerprinter } from './fingerprinter.ts';
import { groupsOf, type Pair } from './pairs.ts';
import { alikePictures, isPicturePrint } from './picture-likeness.ts';
import { PICTURE_PRINT, TEXT_PRINT } from './prints.ts';
import { alikeTexts, sketchOf, textLikeness } from './text-likeness.ts';

/** Rows read before others have their turn. */
const AT_A_TIME = 2000;
/** Pictures with writing that has less in common than this are different ones, however alike they look. */
const SAME_WRITING = 0.5;
/** Members of a group that are handed out; the rest is counted. */
const MOST_SHOWN = 200;

interface Printed {
  assetId: number;
  hash: string;
}

interface Group {
  members: Printed[];
  byLooks: boolean;
  /** Of the least alike pair that holds the group together. */
  likeness: number;
}

/** What was found alike, by places in `assets`. */
interface Found {
  assets: Printed[];
  looks: Pair[];
  texts: Pair[];
}

/** Exact and near duplicates. It tells of them, and never removes anything. */
export class DuplicateService {
  readonly #catalog: Catalog;
  readonly #fingerprints: FingerprintRepository;
  readonly #fingerprinter: Fingerprinter;
  readonly #lookup: AssetLookup;
  #found: Promise<Found> | null = null;
  /** The groups of what was found, without what the owner called different. */
  #groups: { of: Found; groups: Group[] } | null = null;

  constructor(parts: {
    catalog: Catalog;
    fingerprints: FingerprintRepository;
    fingerprinter: Fingerprinter;
    lookup: AssetLookup;
  }) {
    this.#catalog = parts.catalog;
    this.#fingerprints = parts.fingerprints;
    this.#fingerprinter = parts.fingerprinter;
    this.#lookup = parts.lookup;
  }

  /** Says that assets came, went or were read, so that what was found may no longer hold. */
  forget(): void {
    this.#found = null;
  }

  /** Resolves when all that was read has been looked at. */
  async settle(): Promise<void> {
    await this.#fingerprinter.settle();
    this.forget();
  }

  /** Assets with several files of the same bytes. */
  exact({ offset, limit }: { offset: number; limit: number }): { total: number; duplicates: ExactDuplicate[] } {
    const { total, assetIds } = this.#fingerprints.repeated(offset, limit);
    const summaries = this.#lookup.summaries(assetIds);
    return {
      total,
      duplicates: assetIds.flatMap((id) => {
        const asset = summaries.get(id);
        return asset ? [{ asset, paths: this.#fingerprints.placesOf(id) }] : [];
      }),
    };
  }

  /** Groups of assets that look or read nearly the same; those with most bytes in them first. */
  async near({ offset, limit }: { offset: number; limit: number }): Promise<{
    total: number;
    groups: DuplicateGroup[];
    waiting: number;
  }> {
    this.#found ??= this.#look();
    const found = await this.#found;
    if (this.#groups?.of !== found) this.#groups = { of: found, groups: this.#distinctTaken(found) };
    const { groups } = this.#groups;
    return {
      total: groups.length,
      groups: groups.slice(offset, offset + limit).map((group) => this.#described(group)),
      waiting: this.#fingerprints.dueCount(),
    };
  }

  /** Notes that assets are no duplicates of each other; answers what it can be taken back by. */
  setDistinct(hashes: readonly string[]): number {
    this.#groups = null;
    return this.#catalog.transaction('durable', () => this.#fingerprints.setDistinct(hashes));
  }

  takeBackDistinct(decisionId: number): void {
    this.#groups = null;
    this.#catalog.transaction('durable', () => this.#fingerprints.takeBackDistinct(decisionId));
  }

  async #look(): Promise<Found> {
    const pictures = await this.#all(PICTURE_PRINT, (print) => (isPicturePrint(print) ? print : undefined));
    const texts = await this.#all(TEXT_PRINT, sketchOf);
    const sketches = new Map(texts.map(({ assetId, print }) => [assetId, print]));
    const looks = await alikePictures(
      pictures.map(({ print }) => print),
      (one, other) => {
        const [first, second] = [pictures[one], pictures[other]].map((picture) => sketches.get(picture?.assetId ?? 0));
        return !first || !second || textLikeness(first, second) >= SAME_WRITING;
      },
    );
    const reads = await alikeTexts(texts.map(({ print }) => print));
    const assets = new Map<number, Printed>();
    for (const { assetId, hash } of [...pictures, ...texts]) assets.set(assetId, { assetId, hash });
    const list = [...assets.values()];
    const placeOf = new Map(list.map(({ assetId }, place) => [assetId, place]));
    const placed = (pairs: readonly Pair[], own: readonly Printed[]) =>
      pairs.map(({ one, other, likeness }) => ({
        one: placeOf.get(own[one]?.assetId ?? 0) ?? 0,
        other: placeOf.get(own[other]?.assetId ?? 0) ?? 0,
        likeness,
      }));
    return { assets: list, looks: placed(looks, pictures), texts: placed(reads, texts) };
  }

  /** All fingerprints of an engine, in turns. */
  async #all<Print>(
    engine: string,
    read: (print: Uint8Array) => Print | undefined,
  ): Promise<(Printed & { print: Print })[]> {
    const all: (Printed & { print: Print })[] = [];
    for (let last = 0; ; ) {
      const rows = this.#fingerprints.after(engine, last, AT_A_TIME);
      for (const { assetId, hash, print } of rows) {
        const known = read(print);
        if (known) all.push({ assetId, hash, print: known });
      }
      if (rows.length < AT_A_TIME) return all;
      last = rows.at(-1)?.assetId ?? Number.POSITIVE_INFINITY;
      await nextTurn();
    }
  }

  /** The groups without the pairs that the owner called different, in the order that they are shown in. */
  #distinctTaken({ assets, looks, texts }: Found): Group[] {
    const sets = this.#fingerprints.distinctSets();
    const isDistinct = ({ one, other }: Pair) => {
      const [first, second] = [sets.get(assets[one]?.hash ?? ''), sets.get(assets[other]?.hash ?? '')];
      return first !== undefined && second !== undefined && [...first].some((set) => second.has(set));
    };
    const pairs = [...looks, ...texts].filter((pair) => !isDistinct(pair));
    const byLooks = new Set(looks.flatMap(({ one, other }) => [one, other]));
    const least = new Map<number, number>();
    for (const { one, other, likeness } of pairs)
      for (const place of [one, other]) least.set(place, Math.min(least.get(place) ?? 1, likeness));
    return groupsOf(assets.length, pairs)
      .map((places) => ({
        members: places.flatMap((place) => assets[place] ?? []),
        byLooks: places.every((place) => byLooks.has(place)),
        likeness: places.reduce((lowest, place) => Math.min(lowest, least.get(place) ?? 1), 1),
      }))
      .sort(
        (one, other) =>
          other.likeness - one.likeness || (one.members[0]?.assetId ?? 0) - (other.members[0]?.assetId ?? 0),
      );
  }

  #described({ members, byLooks, likeness }: Group): DuplicateGroup {
    const summaries = this.#lookup.summaries(members.slice(0, MOST_SHOWN).map(({ assetId }) => assetId));
    // The best copy first: most pixels, then most bytes.
    const assets = [...summaries]
      .map(([id, asset]) => (asset.hasThumbnail ? asset : { ...asset, excerpt: this.#lookup.excerpt(id) }))
      .sort((one, other) => other.width * other.height - one.width * one.height || other.size - one.size);
    return { by: byLooks ? 'looks' : 'text', likeness, count: members.length, assets };
  }
}
