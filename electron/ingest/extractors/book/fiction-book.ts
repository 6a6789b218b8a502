import { attribute, type XmlToken, xmlTokens } from '../office/xml-tokens.ts';
import type { Section } from '../text/sections.ts';
import type { BookAbout } from './book-extraction.ts';

/** Elements after which a paragraph ends, and those after which a line does. */
const paragraphs = new Set(['p', 'subtitle', 'stanza', 'text-author', 'tr', 'date']);
const lines = new Set(['v']);
const cells = new Set(['td', 'th']);

/**
 * Reads a book in FictionBook 2 (its XML schema, 2.21): each part that has a title is a chapter. What is not well-formed
 * is read as far as it makes sense.
 * @param mostText characters after which reading ends
 */
export function readFictionBook(
  xml: string,
  mostText: number,
): { about: BookAbout; chapters: Section[]; cut: boolean } {
  const description = new DescriptionReader();
  const body = new BodyReader();
  let inBody = false;
  for (const token of xmlTokens(xml)) {
    if (body.length > mostText) return { about: description.about(), chapters: body.chapters(), cut: true };
    if (token.type !== 'text' && token.name === 'body') {
      inBody = token.type === 'open';
      if (inBody) body.begin(attribute(token, 'name') ?? '');
    } else if (inBody) body.take(token);
    else description.take(token);
  }
  return { about: description.about(), chapters: body.chapters(), cut: false };
}

/** Collects what the book says of itself, of which only what it says of this edition counts. */
class DescriptionReader {
  readonly #texts = new Map<string, string[]>();
  readonly #authors: string[][] = [];
  #part = '';
  #open = '';
  #inAuthor = false;
  #inAnnotation = false;

  take(token: XmlToken): void {
    if (token.type === 'text') return this.#text(token.text);
    const opens = token.type === 'open';
    if (/^(?:title-info|src-title-info|document-info|publish-info)$/.test(token.name))
      this.#part = opens ? token.name : '';
    if (token.name === 'author') {
      this.#inAuthor = opens && this.#part === 'title-info';
      if (this.#inAuthor) this.#authors.push([]);
    }
    if (token.name === 'annotation') this.#inAnnotation = opens && this.#part === 'title-info';
    if (token.name === 'date' && token.type !== 'close')
      this.#add(`${this.#part}/day`, attribute(token, 'value') ?? '');
    this.#open = opens ? token.name : '';
  }

  about(): BookAbout {
    const text = (name: string) => this.#texts.get(name)?.join(' ') ?? '';
    const title = 'title-info/';
    return {
      title: text(`${title}book-title`),
      authors: this.#authors.map((names) => names.join(' ')).filter((name) => name !== ''),
      language: text(`${title}lang`).trim(),
      publisher: text('publish-info/publisher'),
      subjects: this.#texts.get(`${title}genre`) ?? [],
      description: text('annotation'),
      date: text(`${title}day`) || text(`${title}date`),
    };
  }

  #text(text: string): void {
    const line = text.replace(/\s+/g, ' ').trim();
    if (line === '') return;
    if (this.#inAuthor && /^(?:first|middle|last)-name$/.test(this.#open)) this.#authors.at(-1)?.push(line);
    else if (this.#inAnnotation) this.#add('annotation', line);
    else this.#add(`${this.#part}/${this.#open}`, line);
  }

  #add(name: string, text: string): void {
    if (text === '') return;
    const texts = this.#texts.get(name);
    if (texts) texts.push(text);
    else this.#texts.set(name, [text]);
  }
}

/** Collects the text of a book by chapters. */
class BodyReader {
  /** Characters so far. */
  length = 0;
  readonly #chapters: Section[] = [{ name: '', text: '' }];
  #title: string | null = null;
  /** Whether a title that comes now is that of a part, and not of a poem. */
  #atStart = false;

  /** @param name of a body that is not the book itself, such as `notes` */
  begin(name: string): void {
    this.#chapters.push({ name: name === '' ? '' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`, text: '' });
    this.#atStart = true;
  }

  take(token: XmlToken): void {
    if (token.type === 'text') return this.#text(token.text.replace(/\s+/g, ' '));
    const { name, type } = token;
    if (name === 'section' && type === 'open') this.#atStart = true;
    else if (name === 'title') this.#takeTitle(type === 'open');
    else if (type === 'open' && paragraphs.has(name) && this.#title === null) this.#atStart = false;
    if (type === 'open') return;
    if (this.#title !== null) this.#title += ' ';
    if (paragraphs.has(name) || name === 'empty-line') this.#append('\n\n');
    else if (lines.has(name)) this.#append('\n');
    else if (cells.has(name)) this.#append(' | ');
  }

  chapters(): Section[] {
    return this.#chapters
      .map(({ name, text }) => ({
        name,
        text: text
          .replace(/ *\n */g, '\n')
          .replace(/\n{3,}/g, '\n\n')
          .replace(/ \|\n/g, '\n')
          .trim(),
      }))
      .filter(({ text }) => text !== '');
  }

  #takeTitle(opens: boolean): void {
    if (opens) {
      if (!this.#atStart) return;
      this.#title = '';
      this.#chapters.push({ name: '', text: '' });
    } else if (this.#title !== null) {
      const chapter = this.#chapters.at(-1);
      if (chapter) chapter.name = this.#title.replace(/\s+/g, ' ').trim();
      this.#title = null;
      this.#atStart = false;
      this.#append('\n\n');
    }
  }

  #text(text: string): void {
    if (this.#title !== null) this.#title += text;
    this.#append(text);
  }

  #append(text: string): void {
    const chapter = this.#chapters.at(-1);
    if (chapter && (chapter.text !== '' || text.trim() !== '')) chapter.text += text;
    this.length += text.length;
  }
}
