import type { Anchor } from '../../shared/anchors.ts';
import type { Written, WrittenKind } from '../../shared/contract/derivations.ts';
import type { DerivationRepository } from '../catalog/derivations.ts';
import type { NewPassage, Passage } from '../catalog/passages.ts';

/** Longer texts are cut, as other passages are, so that a hit shows the spot. */
const LONGEST = 1000;
/** The kinds of which passages are made, in the order in which these are numbered. */
const SEARCHED: readonly WrittenKind[] = ['caption', 'picture-text', 'summary', 'chapters'];

type WrittenOfAsset = Pick<Written, 'kind'> & { content: Written['content'] };

/**
 * What is searched of all that models wrote of an asset.
 * @param anchorAt the place of a moment of the recording, in milliseconds from its start
 */
export function writtenPassages(all: readonly WrittenOfAsset[], anchorAt: (start: number) => Anchor): NewPassage[] {
  return SEARCHED.flatMap((kind) => {
    const found = all.find((one) => one.kind === kind);
    return found ? passagesOf(found as Written, anchorAt) : [];
  });
}

function passagesOf(written: Written, anchorAt: (start: number) => Anchor): NewPassage[] {
  const whole = (text: string): NewPassage[] =>
    pieces(text).map((piece) => ({ text: piece, anchor: { type: 'asset' } }));
  switch (written.kind) {
    case 'caption':
    case 'picture-text':
      return whole(written.content.text);
    case 'summary':
      return whole([written.content.title, written.content.text].filter(Boolean).join('\n'));
    case 'chapters':
      return written.content.chapters.map(({ start, title }) => ({ text: title, anchor: anchorAt(start) }));
    default:
      return [];
  }
}

/** The name of the model that wrote a passage, or read it on its page; empty where none did. */
export function writerOf(derivations: DerivationRepository, { assetId, source, text, anchor }: Passage): string {
  if (source === 'ocr') return derivations.readerOf(assetId, anchor.type === 'page' ? anchor.page : 1);
  if (source !== 'caption') return '';
  const all = derivations.of(assetId);
  const author = all.find((one) => writtenPassages([one], wholeAsset).some((passage) => passage.text === text));
  return author?.name ?? all[0]?.name ?? '';
}

const wholeAsset = (): Anchor => ({ type: 'asset' });

/** A caption or summary to judge suggestions by; empty where no model wrote one. */
export function descriptionOf(all: readonly WrittenOfAsset[]): string {
  const text = (kind: 'caption' | 'summary') =>
    (all.find((one) => one.kind === kind)?.content as { text: string } | undefined)?.text;
  return text('caption') ?? text('summary') ?? '';
}

/** A text in pieces that end at the ends of lines, or of words where a line is longer than a piece. */
export function pieces(text: string): string[] {
  const found: string[] = [];
  let piece = '';
  for (const part of text.split(/(?<=\n)|(?<=[^\n]{900}\s)/u)) {
    if (piece !== '' && piece.length + part.length > LONGEST) {
      found.push(piece);
      piece = '';
    }
    piece += part;
  }
  return [...found, piece].map((one) => one.trim()).filter((one) => one !== '');
}
