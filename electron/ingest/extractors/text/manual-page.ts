import type { Extraction, SourcePath } from '../../../workers/media-protocol.ts';
import { extractors } from '../readers.ts';
import { mdocMacros, mdocWords } from './mdoc.ts';
import { readText } from './read-text.ts';
import { roffLines } from './roff.ts';
import { textExtraction } from './text.ts';

const ENGINE = extractors.manualPage;

/** A page of a Unix manual, laid out as text. */
export async function extractManualPage(path: SourcePath): Promise<Extraction> {
  const { text, notes } = readText(path);
  return textExtraction({ ...ENGINE, ...manualPageText(text), format: 'plain', date: null, metadata: [], notes });
}

/** Fonts: their words follow each other, or for two fonts in turn are one. */
const inAFont = new Set(['B', 'I', 'SM', 'SB', 'R', 'CW']);
const inTwoFonts = new Set(['BI', 'BR', 'IB', 'IR', 'RB', 'RI']);
const paragraphs = new Set(['PP', 'P', 'LP', 'HP', 'Pp', 'sp', 'Sp', 'RS', 'RE', 'TQ', 'Lp', 'El', 'Bl', 'br']);
const asTyped = new Set(['nf', 'EX', 'Vb', 'DS', 'Bd', 'CS']);
const asTypedEnds = new Set(['fi', 'EE', 'Ve', 'DE', 'Ed', 'CE']);
/** Macros whose arguments are no text. */
const silent = new Set([
  'IX',
  'PD',
  'AT',
  'UC',
  'DT',
  'UN',
  'UE',
  'ME',
  'YS',
  'Dd',
  'Os',
  'Sm',
  'TA',
  'AE',
  'BS',
  'BE',
  'VE',
]);

/** The text of a page in the macros of man(7) or mdoc(7), and its title, such as “ls(1)”. */
export function manualPageText(source: string): { text: string; title: string } {
  const page = new Page();
  let title = '';
  let footer = '';
  let name = '';
  let inTable = false;
  for (const line of roffLines(source)) {
    if ('text' in line) {
      page.text(inTable ? line.text.replaceAll('\t', ' ').replace(/^T[{}]/, '') : line.text);
      continue;
    }
    const { macro, words } = line;
    const said = words.join(' ').trim();
    if (macro === 'TH' || macro === 'Dt') {
      title ||= titled(words);
      if (macro === 'TH')
        footer ||= words
          .slice(2)
          .filter((word) => word !== '')
          .join('  ');
    } else if (macro === 'SH' || macro === 'SS' || macro === 'Sh' || macro === 'Ss') page.heading(said);
    else if (macro === 'TS' || macro === 'TE') {
      inTable = macro === 'TS';
      page.asTyped(inTable);
    } else if (macro === 'TP') page.tag();
    else if (macro === 'IP' || macro === 'It') page.item(macro === 'IP' ? (words[0] ?? '') : mdocWords(words, name));
    else if (macro === 'Dl' || macro === 'D1') page.display(mdocWords(words, name));
    else if (asTyped.has(macro)) page.asTyped(true);
    else if (asTypedEnds.has(macro)) page.asTyped(false);
    else if (paragraphs.has(macro)) page.paragraph();
    else if (inAFont.has(macro)) page.text(said);
    else if (inTwoFonts.has(macro)) page.text(words.join(''));
    else if (macro === 'UR' || macro === 'MT' || macro === 'SY') page.text(said);
    else if (macro === 'OP') page.text(`[${said}]`);
    else if (mdocMacros.has(macro)) {
      if (macro === 'Nm' && words.length > 0) name ||= words[0] ?? '';
      page.text(mdocWords([macro, ...words], name));
    }
    // Requests are in lower case; other macros are of the page's own making.
    else if (!silent.has(macro) && /^[A-Z]/.test(macro)) page.text(said);
  }
  page.heading(footer);
  return { text: page.toString(), title };
}

/** “LS” of section “1” is ls(1); what is written in mixed case is as it is. */
function titled([name = '', section = '']: readonly string[]): string {
  const written = name === name.toUpperCase() ? name.toLowerCase() : name;
  return section === '' ? written : `${written}(${section})`;
}

/** A page as it grows: lines of a paragraph run on, unless they are to stay as they were typed. */
class Page {
  readonly #blocks: string[] = [];
  #current: string[] = [];
  #typed = false;
  /** Whether the next text is what a paragraph explains. */
  #wantsTag = false;

  text(text: string): void {
    if (this.#typed) this.#current.push(text);
    else if (text.trim() === '') this.paragraph();
    else if (this.#wantsTag) {
      this.#wantsTag = false;
      this.#current.push(`${text.trim()}\n`);
    } else this.#current.push(text.trim());
  }

  heading(text: string): void {
    this.paragraph();
    if (text === '') return;
    this.#typed = false;
    this.#current.push(text);
    this.paragraph();
  }

  tag(): void {
    this.paragraph();
    this.#wantsTag = true;
  }

  item(tag: string): void {
    this.paragraph();
    if (tag.trim() !== '') this.#current.push(`${tag.trim()}\n`);
  }

  /** Whether lines stay as they are from here on. */
  asTyped(typed: boolean): void {
    this.paragraph();
    this.#typed = typed;
  }

  /** A line by itself. */
  display(line: string): void {
    this.paragraph();
    if (line !== '') this.#blocks.push(line);
  }

  paragraph(): void {
    const text = this.#current
      .join(this.#typed ? '\n' : ' ')
      .replaceAll('\n ', '\n')
      .trimEnd();
    if (text.trim() !== '') this.#blocks.push(text);
    this.#current = [];
    this.#wantsTag = false;
  }

  toString(): string {
    this.paragraph();
    return this.#blocks.join('\n\n');
  }
}
