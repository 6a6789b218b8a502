import type { BenchMaterialRepository } from '../catalog/bench-material.ts';
import type { VocabularyRepository } from '../catalog/vocabularies.ts';

/** Terms that a model is told of: more take longer to read than a text does. */
const MOST_TERMS = 300;
/** The library's own tags, where there is no vocabulary. */
const MOST_TAGS = 100;

/** The tags that a model may choose from. */
export interface Choices {
  /** The tags it is told of. */
  tags: readonly string[];
  /** Whether it may also use other words. */
  open: boolean;
  /** How that stands in its instructions. */
  told: string;
  /** What is to be known of what it is not told; empty where it is told all. */
  leftOut: string;
}

/** For questions that are not about tags. */
export const noChoices: Choices = { tags: [], open: false, told: '', leftOut: '' };

/** The terms of the vocabularies, most used first, or where there is none, what tags the owner uses already. */
export function choicesOf(vocabularies: VocabularyRepository, material: BenchMaterialRepository): Choices {
  const all = vocabularies.list();
  const open = all.length === 0 || all.some((vocabulary) => vocabulary.open);
  const terms = vocabularies.mostUsed(MOST_TERMS);
  const tags = all.length === 0 ? material.vocabulary(MOST_TAGS) : terms.map(({ name }) => name);
  const listed = all.length === 0 ? tags : terms.map(({ name, synonyms }) => [name, ...synonyms].join(' / '));
  const total = all.length === 0 ? tags.length : vocabularies.termCount();
  return {
    tags,
    open,
    told: toldOf(listed, open),
    leftOut: total > tags.length ? `${tags.length} of ${total} terms were offered` : '',
  };
}

function toldOf(listed: readonly string[], open: boolean): string {
  if (listed.length === 0) return open ? 'Use short tags in lower case.' : '';
  const list = `Tags:\n${listed.join('\n')}`;
  if (open) return `Use these tags where they fit, and short ones of your own for what they do not name.\n${list}`;
  return `Use these tags alone; of words on one line, the first.\n${list}`;
}
