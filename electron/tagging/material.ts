import type { Anchor } from '../../shared/anchors.ts';
import { describeTime } from '../../shared/anchors.ts';
import type { Passage, PassageRepository, PassageSource } from '../catalog/passages.ts';
import type { DescribedKind } from './prompt.ts';

/** Rather many characters for a token of usual text: what is then too long is cut by the model's own count. */
export const CHARACTERS_A_TOKEN = 4;
/** More of a text than this makes a summary slow and hardly better. */
export const MOST_TOKENS = 6000;
/** Of the room, for how a text begins; the rest is for what comes later in it. */
const SHARE_OF_BEGINNING = 0.5;
/** Each time a text is found too long, it is cut a little shorter than the count asks for. */
const MARGIN = 0.95;
const TRIES = 4;
const GAP = '[…]';

/** What is read of each kind: the first of these that there is. A recording may have subtitles alone. */
const sourcesOf: Record<Exclude<DescribedKind, 'pictures'>, readonly (readonly PassageSource[])[]> = {
  documents: [['text', 'ocr']],
  recordings: [['transcript'], ['text']],
};

/** What a model is shown of a text. */
export interface Material {
  text: string;
  /** The passages in it, each as it is. */
  passages: string[];
  /** How much of the text that is, where not all; else empty. */
  shown: string;
}

/**
 * What a model reads of a text: all, or its beginning and passages from all over the rest.
 * @param room in the model's tokens
 */
export async function readingMatter(
  repository: PassageRepository,
  asset: { id: number; kind: Exclude<DescribedKind, 'pictures'> },
  room: number,
  countTokens: (text: string) => Promise<number>,
): Promise<Material> {
  const [all = []] = sourcesOf[asset.kind]
    .map((sources) => repository.lengths(asset.id, sources))
    .filter(({ length }) => length > 0);
  const limit = Math.min(room, MOST_TOKENS);
  let characters = limit * CHARACTERS_A_TOKEN;
  for (let tries = 1; ; tries++) {
    const chosen = sample(
      all.map(({ length }) => length),
      characters,
    );
    const found = repository.byIds(chosen.flatMap((index) => all[index]?.id ?? []));
    const passages = chosen.flatMap((index) => {
      const passage = found.get(all[index]?.id ?? 0);
      return passage ? [{ index, passage }] : [];
    });
    const text = joined(passages, asset.kind);
    const cut = text.slice(0, characters);
    const tokens = await countTokens(cut);
    if (tokens <= limit || tries === TRIES) {
      const isWhole = chosen.length === all.length && cut === text;
      return {
        text: cut,
        passages: passages.map(({ passage }) => passage.text),
        shown: isWhole ? '' : shownOf(chosen.length, all.length),
      };
    }
    characters = Math.floor((Math.min(characters, cut.length) * limit * MARGIN) / tokens);
  }
}

function shownOf(chosen: number, all: number): string {
  return all === 1
    ? 'the beginning of the text'
    : `${chosen} of ${all} passages, from its beginning and from all over it`;
}

/**
 * Which of a text's passages fit into so many characters: those that it begins with, then some from all over the rest, in
 * their order. At least the first.
 */
export function sample(lengths: readonly number[], characters: number): number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total <= characters) return lengths.map((_, index) => index);
  const chosen: number[] = [];
  let used = 0;
  for (const [index, length] of lengths.entries()) {
    if (index > 0 && used + length > characters * SHARE_OF_BEGINNING) break;
    chosen.push(index);
    used += length;
  }
  const first = chosen.length;
  const rest = lengths.length - first;
  const mean = (total - used) / Math.max(1, rest);
  const wanted = Math.min(rest, Math.floor((characters - used) / Math.max(1, mean)));
  for (let step = 0; step < wanted; step++) {
    const index = first + Math.floor(((step + 0.5) * rest) / wanted);
    const length = lengths[index] ?? 0;
    if (used + length > characters) continue;
    chosen.push(index);
    used += length;
  }
  return chosen;
}

function joined(passages: readonly { index: number; passage: Passage }[], kind: DescribedKind): string {
  return passages
    .map(({ index, passage }, place) => {
      const isAfterGap = place > 0 && passages[place - 1]?.index !== index - 1;
      const start = kind === 'recordings' ? momentOf(passage.anchor) : undefined;
      const line = start === undefined ? passage.text : `${describeTime(start)} ${passage.text}`;
      return isAfterGap ? `${GAP}\n${line}` : line;
    })
    .join('\n');
}

/** When a passage is said, in milliseconds from the start of its recording. */
export function momentOf(anchor: Anchor): number | undefined {
  return anchor.type === 'lines' ? anchor.time?.start : undefined;
}
