import type { Anchor } from '../../shared/anchors.ts';
import type { AssetRepository, AssetRow } from '../catalog/assets.ts';
import type { Author, DerivationRepository, WrittenParameters } from '../catalog/derivations.ts';
import type { PageReadings } from '../catalog/page-readings.ts';
import type { PassageRepository } from '../catalog/passages.ts';
import type { Rewrites } from '../catalog/tagging-work.ts';
import { mayRewrite } from './keep-written.ts';
import { pieces } from './written-passages.ts';

interface Stores {
  readonly assets: AssetRepository;
  readonly derivations: DerivationRepository;
  readonly pageReadings: PageReadings;
  readonly passages: PassageRepository;
  /** Gives an asset the state that what was read of it amounts to. */
  readonly settle: (assetId: number) => void;
}

interface ReadPage {
  page: number;
  text: string;
  author: Author;
  parameters: WrittenParameters;
}

/** Keeps what a model read on a page, and searches it in place of what OCR read there, which is put aside. */
export function keepPage(stores: Stores, asset: AssetRow, read: ReadPage, rewrites: Rewrites): void {
  const { derivations, pageReadings, passages } = stores;
  const { page, text, author, parameters } = read;
  const known = derivations.pageText(asset.id, page);
  if (!mayRewrite(known, rewrites)) return;
  if (!known) pageReadings.setAside(asset.id, page, passages.ofPage(asset.id, 'ocr', page));
  derivations.keep(asset.id, author, { kind: 'page-text', content: { page, text } }, parameters, page);
  const anchor = anchorOf(asset, page);
  passages.replace(
    asset.id,
    'ocr',
    page,
    pieces(text).map((piece) => ({ text: piece, anchor })),
  );
  stores.settle(asset.id);
}

/** Searches again what OCR read on a page, once what a model read there is gone. */
export function restorePage({ pageReadings, passages, settle }: Stores, assetId: number, page: number): void {
  passages.replace(assetId, 'ocr', page, pageReadings.asideOf(assetId, page) ?? []);
  pageReadings.setAside(assetId, page, null);
  settle(assetId);
}

/** A model does not say where on the page it read something. */
function anchorOf({ kind, pages }: AssetRow, page: number): Anchor {
  return kind === 'pdf' || pages > 1 ? { type: 'page', page, boxes: [] } : { type: 'asset' };
}
