import type { AssetState } from '../../shared/contract/library.ts';
import type { AssetRow } from '../catalog/assets.ts';
import { FAILED_OCR } from '../catalog/page-readings.ts';
import type { IngestContext } from './ingest-context.ts';

/** The kind of the derivation that holds an asset's text as it was extracted. */
export const TEXT = 'text';

/** What is kept beside an asset's text of how it was read. */
export interface TextParameters {
  /** What the person should know of it, as sentences. */
  notes?: readonly string[];
}

/** Gives an asset its final state once nothing more is to be read from it. */
export function settle(context: IngestContext, assetId: number): void {
  const { assets, catalog, tasks } = context;
  if (tasks.waitsFor(assetId, 'extract', 'unpack', 'ocr')) return;
  const asset = assets.byId(assetId);
  if (!asset) return;
  const known = catalog.all<{ kind: string; page: number; parameters: string; reason: string | null }>(
    `SELECT kind, page, parameters, CASE kind WHEN ?2 THEN result END AS reason FROM derivations d
     WHERE asset_id = ?1 AND kind IN ('text', 'parts', ?2) AND NOT (kind = ?2 AND EXISTS
       (SELECT 1 FROM derivations m WHERE m.asset_id = d.asset_id AND m.kind = 'page-text' AND m.page = d.page))
     ORDER BY kind DESC, page`,
    assetId,
    FAILED_OCR,
  );
  const failedPages = known.filter(({ kind }) => kind === FAILED_OCR);
  const readings = known.filter(({ kind }) => kind !== FAILED_OCR);
  const notes = readings.flatMap(({ parameters }) => (JSON.parse(parameters) as TextParameters).notes ?? []);
  const { state, reason } = outcomeOf({
    kind: asset.kind,
    size: asset.size,
    pages: asset.pages,
    notes: [...notes, ...transcriptionNotes(context, asset)],
    parts: asset.parts,
    passages: asset.passages,
    failedPages: failedPages.map(({ page, reason }) => ({ page, reason: JSON.parse(reason ?? '""') as string })),
  });
  assets.setState(assetId, state, reason);
}

/** Why what is said in a recording is not searched, where it could be. */
function transcriptionNotes(
  { assets, recordings, tasks, transcription }: IngestContext,
  { id, kind }: AssetRow,
): string[] {
  if ((kind !== 'video' && kind !== 'audio') || tasks.waitsFor(id, 'transcribe')) return [];
  const failure = recordings.transcriptFailure(id);
  if (failure !== '') return [`Not all that is said in it could be transcribed: ${failure}`];
  const content = assets.content(id);
  if (content.type !== 'recording' || content.sound !== 'heard') return [];
  if (recordings.isListenedTo(id) || transcription.served) return [];
  return ['What is said in it is not searched: no model is assigned for transcription.'];
}

/** The state that what was found in an asset amounts to, with its reason and what else is to be known of it. */
export function outcomeOf(found: Found): { state: AssetState; reason: string } {
  const { state, reason } = resultOf(found);
  return { state, reason: [reason, ...found.notes].filter((sentence) => sentence !== '').join(' ') };
}

interface Found {
  kind: string;
  /** Bytes. */
  size: number;
  pages: number;
  /** Files in it, where it is a container. */
  parts: number;
  passages: number;
  failedPages: readonly { page: number; reason: string }[];
  notes: readonly string[];
}

function resultOf(found: Found): { state: AssetState; reason: string } {
  if (found.size === 0) return { state: 'empty', reason: 'The file is empty (0 bytes).' };
  const [firstFailed] = found.failedPages;
  if (firstFailed) {
    const where =
      found.kind === 'image'
        ? 'Its text could not be recognised'
        : `The text of ${pagesText(found.failedPages.map(({ page }) => page))} could not be recognised`;
    const reason = `${where}: ${firstFailed.reason}`;
    return { state: found.passages > 0 || found.kind === 'image' ? 'ready' : 'failed', reason };
  }
  if (found.passages > 0) return { state: 'ready', reason: '' };
  if (found.kind === 'archive')
    return found.parts > 0 ? { state: 'ready', reason: '' } : { state: 'empty', reason: 'There are no files in it.' };
  // A picture or recording is worth having without words; a document without any is empty.
  if (found.kind === 'image') return { state: 'ready', reason: 'No text was found in the picture.' };
  if (found.kind === 'video' || found.kind === 'audio') return { state: 'ready', reason: '' };
  return {
    state: 'empty',
    reason:
      found.kind === 'pdf' && found.pages > 0
        ? `No text was found on its ${found.pages === 1 ? 'page' : `${found.pages} pages`}.`
        : 'No text was found in it.',
  };
}

function pagesText(pages: readonly number[]): string {
  return pages.length === 1
    ? `page ${pages[0]}`
    : `${pages.length} pages (${pages.slice(0, 5).join(', ')}${pages.length > 5 ? ', …' : ''})`;
}
