import { decodeBytes } from '../text/dos-code-pages.ts';
import { encodingOfCharset, encodingOfCodePage, OEM, OEM_LATIN, WESTERN } from './rtf-encodings.ts';
import { RtfFlow } from './rtf-flow.ts';
import { type RtfToken, rtfTokens } from './rtf-tokens.ts';
import { characters, properties, readAlthoughOptional, unread } from './rtf-words.ts';

/** Groups in groups that are told apart; what is deeper is read as if it stood there. */
const DEEPEST = 1000;

/** What is in force in a group, and ends with it. */
interface Group {
  /** Where text goes; null where it is none of the document's. */
  flow: RtfFlow | null;
  /** What becomes of the flow when the group ends that it began with. */
  keep: ((flow: RtfFlow) => void) | null;
  font: number | undefined;
  style: number;
  /** The level of a heading from 1, 0 for text; undefined where the style tells. */
  level: number | undefined;
  inTable: boolean;
  hidden: boolean;
  /** Characters that stand after each of Unicode for programs that do not know it. */
  substitutes: number;
  /** The date that is being told. */
  date: Map<string, number> | null;
}

export interface RtfDocument {
  /** Markdown. */
  text: string;
  /** Whether the document has more text than was asked for. */
  cut: boolean;
  /** What the document says of itself, by RTF's names, such as `title` and `doccomm`. */
  properties: ReadonlyMap<string, string>;
  /** Milliseconds since 1970; null where it is not told. */
  created: number | null;
}

/**
 * Reads Rich Text Format (RTF 1.9.1): headings and tables, then notes and comments, then what stands at the top and
 * bottom of pages; nothing that is deleted. Whatever the bytes, nothing is thrown.
 * @param mostText characters after which reading ends
 */
export function readRtf(rtf: Uint8Array, mostText: number): RtfDocument {
  const reader = new RtfReader();
  for (const token of rtfTokens(rtf)) {
    if (reader.length > mostText) return { ...reader.end(), cut: true };
    reader.take(token);
  }
  return { ...reader.end(), cut: false };
}

class RtfReader {
  /** Characters of text so far. */
  length = 0;
  readonly #body = new RtfFlow();
  readonly #notes: string[] = [];
  readonly #margins = new Set<string>();
  readonly #properties = new Map<string, string>();
  readonly #created = new Map<string, number>();
  readonly #encodings = new Map<number, string | undefined>();
  /** Levels of headings by style. */
  readonly #levels = new Map<number, number>();
  #encoding = WESTERN;
  #defaultFont: number | undefined;

  readonly #outer: Group[] = [];
  #group: Group = {
    flow: this.#body,
    keep: null,
    font: undefined,
    style: 0,
    level: undefined,
    inTable: false,
    hidden: false,
    substitutes: 1,
    date: null,
  };
  #tooDeep = 0;
  /** Whether the group that has just begun is to be passed over where its first word is not known. */
  #optional = false;
  #bytes: number[] = [];
  /** Substitutes of a character that are still to come. */
  #toSkip = 0;

  take(token: RtfToken): void {
    if (token.type === 'bytes') return this.#collect(token.bytes);
    if (this.#toSkip > 0 && isCharacter(token)) {
      this.#toSkip--;
      return;
    }
    this.#toSkip = 0;
    this.#decode();
    if (token.type === 'open') this.#open();
    else if (token.type === 'close') this.#close();
    else if (token.type === 'symbol') this.#symbol(token.sign);
    else this.#word(token.name, token.value);
  }

  end(): Omit<RtfDocument, 'cut'> {
    this.#decode();
    this.#tooDeep = 0;
    // A document that is cut off has groups that never end.
    while (this.#outer.length > 0) this.#close();
    const parts = [this.#body.markdown(), ...this.#notes, ...this.#margins];
    return {
      text: parts.filter((part) => part !== '').join('\n\n'),
      properties: this.#properties,
      created: timeOf(this.#created),
    };
  }

  #open(): void {
    if (this.#outer.length >= DEEPEST) this.#tooDeep++;
    else {
      this.#outer.push(this.#group);
      this.#group = { ...this.#group, keep: null };
    }
  }

  #close(): void {
    this.#optional = false;
    if (this.#tooDeep > 0) {
      this.#tooDeep--;
      return;
    }
    const outer = this.#outer.pop();
    if (!outer) return;
    const { flow, keep } = this.#group;
    if (flow && keep) keep(flow);
    this.#group = outer;
  }

  /** Characters of several bytes may be written as several tokens, so bytes wait for what ends them. */
  #collect(bytes: Uint8Array): void {
    const skipped = Math.min(this.#toSkip, bytes.length);
    this.#toSkip -= skipped;
    this.#optional = false;
    if (!this.#group.flow || this.#group.hidden) return;
    for (const byte of bytes.subarray(skipped)) this.#bytes.push(byte);
  }

  #decode(): void {
    if (this.#bytes.length === 0) return;
    const font = this.#group.font ?? this.#defaultFont;
    const encoding = (font === undefined ? undefined : this.#encodings.get(font)) ?? this.#encoding;
    this.#append(decodeBytes(Uint8Array.from(this.#bytes), encoding));
    this.#bytes = [];
  }

  #append(text: string): void {
    const { flow, hidden } = this.#group;
    if (!flow || hidden) return;
    flow.append(text);
    this.length += text.length;
  }

  #symbol(sign: string): void {
    if (sign === '*') this.#optional = true;
    else if (sign === '\r' || sign === '\n') this.#endParagraph();
    else this.#append(signs[sign] ?? '');
  }

  #word(name: string, value: number | undefined): void {
    const optional = this.#optional;
    this.#optional = false;
    const character = characters[name];
    if (character !== undefined) this.#append(character);
    else if (!this.#begin(name, optional)) this.#words[name]?.(value ?? 0, value === undefined);
  }

  /** Begins what a word at the start of a group may begin; whether it is one of these. */
  #begin(name: string, optional: boolean): boolean {
    if (properties.has(name)) this.#divert((flow) => this.#properties.set(name, flow.line()));
    else if (name === 'footnote' || name === 'annotation') this.#divert((flow) => this.#notes.push(flow.markdown()));
    else if (/^(?:header|footer)[lrf]?$/.test(name)) this.#divert((flow) => this.#keepMargin(flow));
    else if (name === 'info' || name === 'fonttbl' || name === 'stylesheet') this.#divert(() => {});
    else if (name === 'creatim') this.#group.date = this.#created;
    // What is written twice, the second time in Unicode.
    else if (name === 'ud') this.#group.flow = this.#outer.at(-2)?.flow ?? null;
    else if (unread.has(name) || (optional && !readAlthoughOptional.has(name))) this.#group.flow = null;
    else return false;
    return true;
  }

  #divert(keep: (flow: RtfFlow) => void): void {
    // What belongs to something that is not read is not read either.
    if (this.#group.flow)
      Object.assign(this.#group, { flow: new RtfFlow(), keep, style: 0, level: 0, inTable: false, hidden: false });
  }

  #keepMargin(flow: RtfFlow): void {
    const text = flow.markdown();
    if (/\p{L}/u.test(text)) this.#margins.add(text);
  }

  #endParagraph(): void {
    const { flow, hidden, level, style, inTable } = this.#group;
    if (!hidden) flow?.endParagraph({ level: level ?? this.#levels.get(style) ?? 0, inTable });
  }

  /** What the other words do, by the value that follows them, 0 where none does. */
  readonly #words: Readonly<Record<string, (value: number, missing: boolean) => void>> = {
    u: (value) => this.#unicode(value),
    uc: (value, missing) => Object.assign(this.#group, { substitutes: missing ? 1 : Math.min(16, Math.max(0, value)) }),
    mac: () => this.#setEncoding('macintosh'),
    pc: () => this.#setEncoding(OEM),
    pca: () => this.#setEncoding(OEM_LATIN),
    ansicpg: (value) => this.#setEncoding(encodingOfCodePage(value)),
    deff: (value) => {
      this.#defaultFont = value;
    },
    f: (value) => Object.assign(this.#group, { font: value }),
    fcharset: (value) => this.#encodings.set(this.#group.font ?? 0, encodingOfCharset(value)),
    s: (value) => Object.assign(this.#group, { style: value }),
    outlinelevel: (value) => this.#setLevel(value),
    pard: () => Object.assign(this.#group, { style: 0, level: undefined, inTable: false }),
    plain: () => Object.assign(this.#group, { hidden: false, font: undefined }),
    deleted: (value, missing) => Object.assign(this.#group, { hidden: missing || value !== 0 }),
    intbl: () => Object.assign(this.#group, { inTable: true }),
    par: () => this.#endParagraph(),
    sect: () => this.#endParagraph(),
    page: () => this.#endParagraph(),
    cell: () => this.#group.flow?.endCell(),
    row: () => this.#group.flow?.endRow(),
    ...Object.fromEntries(
      ['yr', 'mo', 'dy', 'hr', 'min'].map((part) => [part, (value: number) => this.#group.date?.set(part, value)]),
    ),
  };

  #setEncoding(encoding: string): void {
    this.#encoding = encoding;
  }

  /** Levels count from 0 in RTF, up to 8; what is 9 is text. */
  #setLevel(value: number): void {
    const level = value >= 0 && value <= 8 ? value + 1 : 0;
    this.#group.level = level;
    // A style that is told in the document is told as a paragraph of it would be.
    if (this.#group.style > 0) this.#levels.set(this.#group.style, level);
  }

  #unicode(value: number): void {
    const unit = value & 0xffff;
    // Symbol fonts have their signs in an area of Unicode that is nobody's: nearly all are those of lists.
    this.#append(unit >= 0xf000 && unit <= 0xf0ff ? '•' : String.fromCharCode(unit));
    this.#toSkip = this.#group.substitutes;
  }
}

const signs: Readonly<Record<string, string>> = { '~': '\u00a0', _: '-', '{': '{', '}': '}', '\\': '\\' };

function isCharacter(token: RtfToken): boolean {
  return token.type === 'symbol' || (token.type === 'word' && characters[token.name] !== undefined);
}

function timeOf(date: ReadonlyMap<string, number>): number | null {
  const part = (name: string, without: number) => date.get(name) ?? without;
  if (part('yr', 0) < 1970) return null;
  const time = Date.UTC(part('yr', 0), part('mo', 1) - 1, part('dy', 1), part('hr', 0), part('min', 0));
  return Number.isFinite(time) ? time : null;
}
