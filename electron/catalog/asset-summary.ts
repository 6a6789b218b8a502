import type { AssetKind, AssetState, AssetSummary } from '../../shared/contract/library.ts';

/** What is shown of an asset wherever there are many, as the catalog has it. */
export interface SummaryRow {
  id: number;
  hash: string;
  kind: AssetKind;
  state: AssetState;
  reason: string;
  name: string;
  path: string;
  title: string;
  mime: string;
  size: number;
  date: number;
  width: number;
  height: number;
  duration: number;
  thumbnail: number;
  excerpt: string;
}

/** Of `assets a`; all but the excerpt, which costs most. */
export const factColumns =
  'a.id, a.hash, a.kind, a.state, a.reason, a.name, a.path, a.title, a.mime, a.size, a.date, a.width, a.height, a.duration, a.thumbnail';
export const summaryColumns =
  `${factColumns}, ` +
  "coalesce((SELECT substr(p.text, 1, 280) FROM passages p WHERE p.asset_id = a.id AND p.source = 'text' ORDER BY p.page, p.position LIMIT 1), '') AS excerpt";

export function toSummary(row: SummaryRow): AssetSummary {
  // Field by field, which takes a third of the time of taking the rest of the row.
  return {
    id: row.hash,
    kind: row.kind,
    state: row.state,
    reason: row.reason,
    name: row.name,
    path: row.path,
    title: row.title,
    mime: row.mime,
    size: row.size,
    date: row.date,
    width: row.width,
    height: row.height,
    duration: row.duration,
    hasThumbnail: row.thumbnail === 1,
    excerpt: row.excerpt,
  };
}
