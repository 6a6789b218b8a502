import { cleanText } from '../../chunker.ts';
import { escapeMarkdown } from '../text/markdown.ts';

/** A paragraph, or a row of a table by its cells. */
type Part = { type: 'paragraph'; text: string; level: number } | { type: 'row'; cells: string[] };

/** Text as it is written one paragraph or cell after the other: the document's own, or that of a note or a header. */
export class RtfFlow {
  readonly #parts: Part[] = [];
  #open = '';
  #cells: string[] = [];
  append(text: string): void {
    this.#open += text;
  }

  /** @param level of a heading, from 1; 0 for a paragraph of text */
  endParagraph({ level, inTable }: { level: number; inTable: boolean }): void {
    if (inTable) this.#open += ' ';
    else {
      this.endRow();
      this.#parts.push({ type: 'paragraph', text: this.#take(), level });
    }
  }

  endCell(): void {
    this.#cells.push(this.#take());
  }

  /** Ends a row; a document may leave out that of its last one. */
  endRow(): void {
    if (this.#cells.length > 0) this.#parts.push({ type: 'row', cells: this.#cells });
    this.#cells = [];
  }

  /** The text in one line. */
  line(): string {
    this.#finish();
    return this.#parts.map((part) => (part.type === 'row' ? part.cells.join(' ') : part.text)).join(' ');
  }

  markdown(): string {
    this.#finish();
    let text = '';
    let before: Part | undefined;
    for (const part of this.#parts) {
      const written = markdownOf(part, before);
      if (written === '') continue;
      text += `${text === '' ? '' : part.type === 'row' && before?.type === 'row' ? '\n' : '\n\n'}${written}`;
      before = part;
    }
    return text;
  }

  #finish(): void {
    this.endRow();
    if (this.#open.trim() !== '') this.endParagraph({ level: 0, inTable: false });
  }

  #take(): string {
    const text = cleanText(this.#open).trim();
    this.#open = '';
    return text;
  }
}

function markdownOf(part: Part, before: Part | undefined): string {
  if (part.type === 'row') {
    const row = rowOf(part.cells.map((cell) => escapeMarkdown(cell.replaceAll('\n', ' '))));
    return before?.type === 'row' ? row : `${row}\n${rowOf(part.cells.map(() => '---'))}`;
  }
  if (part.text === '') return '';
  // A line that ends inside a paragraph ends in what is shown, too.
  const text = part.text.split('\n').map(escapeMarkdown).join('  \n');
  return part.level > 0 ? `${'#'.repeat(Math.min(6, part.level))} ${text.replace(/\s*\n/g, ' ')}` : text;
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
