import { relationsOf } from './package-relations.ts';
import { partText } from './package-text.ts';
import { xmlTokens } from './xml-tokens.ts';
import { TooLargeUnpacked, type ZipArchive } from './zip-archive.ts';

// The parser knows the common ways to write a document. What else has words – drawings of diagrams, comments, notes,
// boxes in boxes, changes that are tracked – is found by looking which words it did not bring.

/** Parts of a Word document with words, by how their names begin. */
const wordParts = /^word\/(?:document|header|footer|footnotes|endnotes|comments|diagrams\/data|charts\/chart)\d*\.xml$/;
/** Those of an OpenDocument text, and those of the charts in it. */
const openDocumentParts = /^(?:object \d+\/)?content\.xml$/;
/** Parts that belong to a slide. */
const slideParts = /\/(?:(?:modern)?comments?|diagrams\/data|charts\/chart)[^/]*\.xml$/i;

/** Lines of a text document with words that are not in the text that was found in it. */
export function linesLeftOut(archive: ZipArchive, found: string): string[] {
  const order = new Intl.Collator('en', { numeric: true });
  const parts = archive.names
    .filter((name) => wordParts.test(name) || openDocumentParts.test(name))
    .sort(order.compare);
  return unlessTooLarge(() => missingFrom(found, linesOf(archive, parts)));
}

/** The same of the slides of a presentation, given the text of each in the order in which they are shown. */
export function slideLinesLeftOut(archive: ZipArchive, found: readonly string[]): string[][] {
  const presentation = 'ppt/presentation.xml';
  const targets = relationsOf(archive, presentation);
  const shown: string[] = [];
  // A slide has an id of its own, too, without a prefix.
  for (const token of xmlTokens(archive.text(presentation) ?? ''))
    if (token.type !== 'text' && token.name === 'sldId' && token.type !== 'close')
      shown.push(targets.get(/\s[\w.-]+:id\s*=\s*["']([^"']*)/.exec(token.attributes)?.[1] ?? '') ?? '');
  if (shown.length !== found.length) return [];
  return unlessTooLarge(() =>
    shown.map((slide, index) => {
      const related = [...relationsOf(archive, slide).values()].filter((path) => slideParts.test(path));
      return missingFrom(found[index] ?? '', linesOf(archive, [slide, ...related]));
    }),
  );
}

function linesOf(archive: ZipArchive, parts: readonly string[]): string[] {
  return parts.flatMap((part) => {
    const lines = partText(archive, part).split('\n');
    // Charts have their numbers besides what they are of.
    return part.startsWith('object ') ? lines.filter((line) => /\p{L}/u.test(line)) : lines;
  });
}

/** Lines with words that are not in a text. Most are there as they are, one after the other, and are found by that. */
function missingFrom(found: string, lines: readonly string[]): string[] {
  const text = withoutSigns(found);
  const inOrder = new LinesInOrder(text);
  let known: ReadonlySet<string> | undefined;
  const isMissing = (line: string) => {
    const words = withoutSigns(line);
    if (inOrder.next(words)) return false;
    known ??= new Set(wordsOf(text));
    return wordsOf(words).some((word) => !known?.has(word));
  };
  return [...new Set(lines.map((line) => line.trim()).filter(isMissing))];
}

/** Characters of a text that may stand between two of its lines, and that are gone through for a line that is not there. */
const MOST_BETWEEN = 200;
const MOST_PASSED_OVER = 10_000;

/** Finds lines in a text as long as they come in its order. */
class LinesInOrder {
  readonly #text: string;
  #at = 0;
  /** Characters of the lines since the last that was found. */
  #passedOver = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether a line follows, in whole words. */
  next(line: string): boolean {
    if (this.#passedOver > MOST_PASSED_OVER) return false;
    const ahead = this.#text.slice(this.#at, this.#at + this.#passedOver + line.length + MOST_BETWEEN);
    const start = this.#at + ahead.indexOf(line);
    const end = start + line.length;
    if (start < this.#at || this.#isInWord(start - 1) || this.#isInWord(end)) {
      this.#passedOver += line.length;
      return false;
    }
    this.#at = end;
    this.#passedOver = 0;
    return true;
  }

  /** Half of a character may be that of a letter. */
  #isInWord(index: number): boolean {
    return /[\p{L}\p{N}\p{Cs}]/u.test(this.#text.charAt(index));
  }
}

/** Without the signs of Markdown, which may stand within a word. */
function withoutSigns(text: string): string {
  return text.replace(/[*_~`\\]/g, '');
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** What was read stays read where the rest of the package is too large to look through. */
function unlessTooLarge<T>(look: () => T[]): T[] {
  try {
    return look();
  } catch (error) {
    if (error instanceof TooLargeUnpacked) return [];
    throw error;
  }
}
