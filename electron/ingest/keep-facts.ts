import type { AssetDetail } from '../../shared/contract/library.ts';
import type { AssetRow } from '../catalog/assets.ts';
import { chunkBlocks } from './chunker.ts';
import type { IngestContext } from './ingest-context.ts';
import { settle } from './outcome.ts';
import {
  allKeywords,
  captionOf,
  metadataRows,
  momentOf,
  type PictureFacts,
  uprightFaces,
  withSidecar,
} from './picture-facts.ts';

/** The page of passages of what is written about an asset; what is written in it is page 0. */
const ABOUT = 1;
const LONGEST_TAG = 100;

/** What a file alone says of itself. */
interface Stated {
  title: string;
  date: number | null;
  metadata: AssetDetail['metadata'];
  facts: PictureFacts;
  /** Pixels of the upright picture. */
  width: number;
  height: number;
}

/** Keeps what a file says of itself, with what a sidecar says of it. */
export function keepStated(context: IngestContext, asset: AssetRow, stated: Stated | null): void {
  context.pictures.forget(asset.id);
  if (stated) context.pictures.keepStated(asset.id, stated);
  keepFacts(context, asset.id, stated ?? undefined);
}

/** Brings what is known of the assets that a sidecar describes up to date, after it came, changed or went. */
export function refreshDescribed(context: IngestContext, describes: string): void {
  for (const assetId of context.sidecars.assetsOf(describes)) refreshFacts(context, assetId);
}

/** Brings what is known of an asset up to date, after its place changed and with it perhaps its sidecar. */
export function refreshFacts(context: IngestContext, assetId: number): void {
  keepFacts(context, assetId, context.pictures.stated<Stated>(assetId));
  const state = context.assets.byId(assetId)?.state;
  if (state === 'ready' || state === 'empty') settle(context, assetId);
}

/** The sum of what file and sidecar say: shown, searched, and taken over as tags. */
function keepFacts(context: IngestContext, assetId: number, known: Stated | undefined): void {
  const { assets, passages, pictures, sidecars, tags } = context;
  const sidecar = sidecars.of<PictureFacts>(assetId);
  if (!known && !sidecar) return;
  const stated = known ?? { ...assets.says(assetId), facts: {}, width: 0, height: 0 };
  if (!known) pictures.keepStated(assetId, stated);
  const facts = withSidecar(stated.facts, sidecar?.facts ?? {});
  assets.setSays(assetId, {
    title: facts.title ?? stated.title,
    date: (facts.taken && momentOf(facts.taken)) ?? stated.date,
    metadata: [...stated.metadata, ...metadataRows(facts)],
  });
  pictures.keepSum(assetId, {
    rating: facts.rating ?? null,
    camera: facts.camera ?? null,
    latitude: facts.position?.latitude ?? null,
    longitude: facts.position?.longitude ?? null,
    faces: uprightFaces(facts, stated),
    keywords: allKeywords(facts),
  });
  passages.replace(assetId, 'text', ABOUT, chunkBlocks([{ text: captionOf(facts), anchor: { type: 'asset' } }]));
  passages.refreshName(assetId);
  tags.keepFileTags(
    assetId,
    allKeywords(facts).filter(({ length }) => length <= LONGEST_TAG),
  );
  keepSource(context, assetId, sidecar?.path);
}

/** Says that a sidecar was read, beside what else was derived. */
function keepSource({ assets, catalog }: IngestContext, assetId: number, path: string | undefined): void {
  if (path === undefined) {
    catalog.run("DELETE FROM derivations WHERE asset_id = ? AND kind = 'sidecar'", assetId);
    return;
  }
  assets.keepDerivation(assetId, {
    kind: 'sidecar',
    page: 0,
    engine: 'XMP',
    engineVersion: '1',
    parameters: { path },
    result: undefined,
  });
}
