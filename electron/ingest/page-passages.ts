import type { PageReadings } from '../catalog/page-readings.ts';
import type { NewPassage, PassageRepository } from '../catalog/passages.ts';

interface Stores {
  readonly pageReadings: PageReadings;
  readonly passages: PassageRepository;
}

/** Keeps what OCR read on a page: to be searched, or where a model has read that page since, for when that is undone. */
export function keepReadPassages(
  { pageReadings, passages }: Stores,
  assetId: number,
  page: number,
  found: readonly NewPassage[],
): void {
  const isByModel = pageReadings.isReadByModel(assetId, page);
  pageReadings.setAside(assetId, page, isByModel ? found : null);
  if (!isByModel) passages.replace(assetId, 'ocr', page, found);
}

/** Forgets what OCR read on a page; what a model read there stays. */
export function forgetReading({ pageReadings, passages }: Stores, assetId: number, page: number): void {
  pageReadings.forget(assetId, page);
  if (!pageReadings.isReadByModel(assetId, page)) passages.replace(assetId, 'ocr', page, []);
}
