import type { Anchor } from '../../shared/anchors.ts';
import type { Written, WrittenKind } from '../../shared/contract/derivations.ts';
import type { Author, DerivationRepository, WrittenParameters } from '../catalog/derivations.ts';
import type { PassageRepository } from '../catalog/passages.ts';
import type { SuggestionRepository } from '../catalog/suggestions.ts';
import type { Rewrites } from '../catalog/tagging-work.ts';
import type { TagRepository } from '../catalog/tags.ts';
import type { VocabularyRepository } from '../catalog/vocabularies.ts';
import { momentOf } from './material.ts';
import { writtenPassages } from './written-passages.ts';

/** Where what a model wrote goes. All of it is called in one transaction. */
export interface WrittenStores {
  readonly derivations: DerivationRepository;
  readonly suggestions: SuggestionRepository;
  readonly tags: TagRepository;
  readonly vocabularies: VocabularyRepository;
  readonly passages: PassageRepository;
}

export interface Answered {
  author: Author;
  written: readonly Written[];
  /** All kinds that could have come of the question. */
  kinds: readonly WrittenKind[];
  parameters: WrittenParameters;
}

/** Keeps what a model wrote of an asset, where it may: over nothing that the job is not to write anew. */
export function keepWritten(
  stores: WrittenStores,
  assetId: number,
  { author, written, kinds, parameters }: Answered,
  rewrites: Rewrites,
): void {
  const { derivations } = stores;
  const before = new Map(derivations.of(assetId).map((row) => [row.kind, row]));
  const { usage, ...others } = parameters;
  let cost = usage;
  for (const kind of kinds.filter((each) => mayRewrite(before.get(each), rewrites))) {
    const found = written.find((one) => one.kind === kind);
    const known = before.get(kind);
    if (found) {
      const id = derivations.keep(assetId, author, withTerms(stores, found), {
        ...others,
        ...(cost ? { usage: cost } : {}),
      });
      cost = undefined;
      if (found.kind === 'tags' || found.kind === 'terms') suggest(stores, assetId, id);
    } else if (known) derivations.remove(known.id);
  }
  refreshPassages(stores, assetId);
}

/** Whether a job may write in place of what is there. */
export function mayRewrite(known: { modelId: string } | undefined, rewrites: Rewrites): boolean {
  if (!known || rewrites.rewrites === 'all') return true;
  return rewrites.rewrites === 'model' && known.modelId === rewrites.modelId;
}

/** Brings what is searched of an asset's derivations up to them. */
export function refreshPassages({ derivations, passages }: WrittenStores, assetId: number): void {
  passages.replace(assetId, 'caption', 0, writtenPassages(derivations.of(assetId), anchorIn(passages, assetId)));
}

/** The place in a recording of what is said at a moment, or last before it. */
function anchorIn(passages: PassageRepository, assetId: number): (start: number) => Anchor {
  let anchors: Anchor[] | undefined;
  return (start) => {
    if (!anchors) {
      const ids = passages.lengths(assetId, ['transcript', 'text']).map(({ id }) => id);
      anchors = [...passages.byIds(ids).values()]
        .map(({ anchor }) => anchor)
        .toSorted((one, other) => (momentOf(one) ?? 0) - (momentOf(other) ?? 0));
    }
    const before = anchors.filter((anchor) => (momentOf(anchor) ?? Number.POSITIVE_INFINITY) <= start);
    return before.at(-1) ?? anchors[0] ?? { type: 'asset' };
  };
}

/** Tags by the names that the vocabularies have for them; other words only where a vocabulary is open to them. */
function withTerms({ vocabularies }: WrittenStores, written: Written): Written {
  if (written.kind !== 'tags' && written.kind !== 'terms') return written;
  const all = vocabularies.list();
  const isOpen = all.length === 0 || all.some(({ open }) => open);
  const named = new Map<string, { tag: string; confidence: number }>();
  for (const { tag, confidence } of written.content.tags) {
    const term = vocabularies.termOf(tag);
    if (!term && !isOpen) continue;
    const name = term?.name ?? tag;
    const known = named.get(name.toLowerCase());
    if (!known || known.confidence < confidence) named.set(name.toLowerCase(), { tag: name, confidence });
  }
  return { ...written, content: { tags: [...named.values()] } };
}

/** Suggests the tags of a derivation that the asset does not have and its owner did not refuse. */
function suggest({ derivations, suggestions, tags, vocabularies }: WrittenStores, assetId: number, id: number): void {
  const row = derivations.byId(id);
  if (row?.kind !== 'tags' && row?.kind !== 'terms') return;
  const thresholds = new Map(vocabularies.list().map(({ id: vocabulary, autoAccept }) => [vocabulary, autoAccept]));
  for (const { tag, confidence } of (row.content as { tags: { tag: string; confidence: number }[] }).tags) {
    if (tags.has(assetId, tag) || tags.isRefused(assetId, tag)) continue;
    const term = vocabularies.termOf(tag);
    const threshold = term ? (thresholds.get(term.vocabularyId) ?? null) : null;
    const isAccepted = threshold !== null && confidence >= threshold;
    if (isAccepted) tags.accept(assetId, tag, id);
    suggestions.add(assetId, id, tag, confidence, isAccepted ? 'accepted' : 'open');
  }
}
