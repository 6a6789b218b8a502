import { setImmediate as nextTurn } from 'node:timers/promises';
import { describingKinds, type TaggingKind } from '../../shared/contract/tagging.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { PageChoice } from '../catalog/tagging-work.ts';
import type { TaggingContext } from './tagging-context.ts';
import { rolesForKinds } from './tagging-models.ts';

/** Assets looked at between two turns of the host: some 20 ms. */
const AT_A_TIME = 500;

/** Assets that one model would look at in one way. */
export interface Candidates {
  kind: TaggingKind;
  assigned: { model: ModelRow; by: 'chat' | 'caption' | 'vectors' } | { reason: string };
  ids: number[];
  /** Of each, the page that is read; 0 where it is looked at as a whole. */
  pages: number[];
  /** Of those, one each: characters of text, or bytes of a picture. */
  sizes: number[];
  /** How many are left out because a model has written of them. */
  done: number;
}

interface Wanted {
  kinds?: readonly TaggingKind[] | undefined;
  again: boolean;
  pages?: PageChoice | undefined;
}

interface Row {
  id: number;
  page: number;
  done: boolean;
  size: number;
}

/**
 * What models would look at among assets, by kind and model.
 * @param again whether that includes those of which a model has written
 */
export async function candidatesAmong(
  context: TaggingContext,
  assetIds: readonly number[],
  { kinds = describingKinds, again, pages = 'unsure' }: Wanted,
): Promise<Candidates[]> {
  const groups = new Map<string, Candidates>();
  for (let from = 0; from < assetIds.length; from += AT_A_TIME) {
    if (from > 0) await nextTurn();
    const ids = assetIds.slice(from, from + AT_A_TIME);
    for (const kind of kinds) sort(context, { kind, again, rows: rowsOf(context, ids, kind, pages) }, groups);
  }
  return [...groups.values()];
}

/** What a model would look at, each with whether one has written of it, and how large it is. */
function rowsOf(context: TaggingContext, assetIds: readonly number[], kind: TaggingKind, pages: PageChoice): Row[] {
  if (kind === 'pages') return context.work.pages(assetIds, pages);
  const everywhere = context.taggingModels.for(kind);
  const isCaption = 'by' in everywhere && everywhere.by === 'caption';
  const proof = kind === 'terms' ? 'terms' : isCaption ? 'caption' : 'tags';
  return context.work.candidates(assetIds, kind, [proof]).map((row) => ({ ...row, page: 0 }));
}

function sort(
  context: TaggingContext,
  { kind, again, rows }: { kind: TaggingKind; again: boolean; rows: readonly Row[] },
  groups: Map<string, Candidates>,
): void {
  const everywhere = context.taggingModels.for(kind);
  const special = context.taggingModels.tagsWithModels(rolesForKinds[kind]);
  for (const { id, page, done, size } of rows) {
    const own = special.size === 0 ? [] : context.tags.known(id).filter(({ tag }) => special.has(tag.toLowerCase()));
    const assigned =
      own.length === 0
        ? everywhere
        : context.taggingModels.for(
            kind,
            own.map(({ tag }) => tag),
          );
    const key = `${kind} ${'model' in assigned ? assigned.model.id : ''}`;
    const group = groups.get(key) ?? { kind, assigned, ids: [], pages: [], sizes: [], done: 0 };
    groups.set(key, group);
    if (done && !again) group.done++;
    else {
      group.ids.push(id);
      group.pages.push(page);
      group.sizes.push(size);
    }
  }
}
