import { setImmediate as nextTurn } from 'node:timers/promises';
import { type TaggingKind, taggingKinds } from '../../shared/contract/tagging.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { TaggingContext } from './tagging-context.ts';
import { rolesForKinds } from './tagging-models.ts';

/** Assets looked at between two turns of the host: some 20 ms. */
const AT_A_TIME = 500;

/** Assets that one model would look at in one way. */
export interface Candidates {
  kind: TaggingKind;
  assigned: { model: ModelRow; by: 'chat' | 'caption' | 'vectors' } | { reason: string };
  ids: number[];
  /** Of those, one each: characters of text, or bytes of a picture. */
  sizes: number[];
  /** How many are left out because a model has written of them. */
  done: number;
}

/**
 * What models would look at among assets, by kind and model.
 * @param again whether that includes those of which a model has written
 */
export async function candidatesAmong(
  context: TaggingContext,
  assetIds: readonly number[],
  { kinds = taggingKinds, again }: { kinds?: readonly TaggingKind[] | undefined; again: boolean },
): Promise<Candidates[]> {
  const groups = new Map<string, Candidates>();
  for (let from = 0; from < assetIds.length; from += AT_A_TIME) {
    if (from > 0) await nextTurn();
    for (const kind of kinds) sort(context, assetIds.slice(from, from + AT_A_TIME), kind, again, groups);
  }
  return [...groups.values()];
}

function sort(
  context: TaggingContext,
  assetIds: readonly number[],
  kind: TaggingKind,
  again: boolean,
  groups: Map<string, Candidates>,
): void {
  const everywhere = context.taggingModels.for(kind);
  const isCaption = 'by' in everywhere && everywhere.by === 'caption';
  const proof = kind === 'terms' ? 'terms' : isCaption ? 'caption' : 'tags';
  const special = context.taggingModels.tagsWithModels(rolesForKinds[kind]);
  for (const { id, done, size } of context.work.candidates(assetIds, kind, [proof])) {
    const own = special.size === 0 ? [] : context.tags.known(id).filter(({ tag }) => special.has(tag.toLowerCase()));
    const assigned =
      own.length === 0
        ? everywhere
        : context.taggingModels.for(
            kind,
            own.map(({ tag }) => tag),
          );
    const key = `${kind} ${'model' in assigned ? assigned.model.id : ''}`;
    const group = groups.get(key) ?? { kind, assigned, ids: [], sizes: [], done: 0 };
    groups.set(key, group);
    if (done && !again) group.done++;
    else {
      group.ids.push(id);
      group.sizes.push(size);
    }
  }
}
