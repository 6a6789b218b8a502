import { PowerPointRecords, recordTypes } from './powerpoint-records.ts';

/** A text of a slide. */
export interface SlideText {
  isTitle: boolean;
  text: string;
}

export interface PowerPointSlide {
  texts: SlideText[];
  /** Texts of the page of notes that belongs to it. */
  notes: string[];
  comments: string[];
}

/** Which texts a list of slides is of: the slides themselves, or their notes. */
const SLIDES = 0;
const NOTES = 2;
/** Titles by the types of texts ([MS-PPT], 2.13.33). */
const titles: ReadonlySet<number> = new Set([0, 6]);
/** In a comment, what was said. */
const SAID = 1;

/** A slide as the document lists it. */
interface ListedSlide {
  persistId: number;
  slideId: number;
  /** Texts of its outline, to which its drawing refers by number. */
  outline: SlideText[];
}

/** The slides of a stream “PowerPoint Document” ([MS-PPT]) in their order; undefined where it is damaged. */
export function readSlides(stream: Buffer): PowerPointSlide[] | undefined {
  return new PresentationReader(stream).read();
}

class PresentationReader {
  readonly #records: PowerPointRecords;
  /** Where each part lies that was saved by itself. A change of it is added at the stream's end. */
  readonly #places = new Map<number, number>();
  #documentId = 0;
  #document: Buffer | undefined;

  constructor(stream: Buffer) {
    this.#records = new PowerPointRecords(stream);
  }

  read(): PowerPointSlide[] | undefined {
    for (const { type, body } of this.#records.top()) {
      if (type === recordTypes.persistDirectory) this.#addPlaces(body);
      else if (type === recordTypes.userEdit && body.length >= 20) this.#documentId = body.readUInt32LE(16);
      else if (type === recordTypes.document) this.#document = body;
    }
    const document = this.#part(this.#documentId, recordTypes.document) ?? this.#document;
    if (!document) return undefined;
    const notes = this.#notesBySlide(document);
    return this.#listed(document, SLIDES).map((slide) => ({
      ...this.#slide(slide),
      notes: notes.get(slide.slideId) ?? [],
    }));
  }

  /** Runs of places, each with the number of the first part and how many there are. */
  #addPlaces(directory: Buffer): void {
    for (let at = 0; at + 4 <= directory.length; ) {
      const run = directory.readUInt32LE(at);
      const count = Math.min(run >>> 20, Math.floor((directory.length - at - 4) / 4));
      for (let index = 0; index < count; index++)
        this.#places.set((run & 0xfffff) + index, directory.readUInt32LE(at + 4 + index * 4));
      at += 4 + count * 4;
    }
  }

  #part(id: number, type: number): Buffer | undefined {
    const place = this.#places.get(id);
    const record = place === undefined ? undefined : this.#records.at(place);
    return record?.type === type ? record.body : undefined;
  }

  #listed(document: Buffer, of: number): ListedSlide[] {
    const slides: ListedSlide[] = [];
    for (const list of this.#records.in(document)) {
      if (list.type !== recordTypes.slideList || list.instance !== of) continue;
      const texts = new TextCollector();
      for (const record of this.#records.in(list.body)) {
        if (record.type === recordTypes.slidePersist && record.body.length >= 16) {
          const [persistId, slideId] = [record.body.readUInt32LE(0), record.body.readUInt32LE(12)];
          slides.push({ persistId, slideId, outline: texts.begin() });
        } else texts.add(record.type, record.body);
      }
    }
    return slides;
  }

  #slide({ persistId, outline }: ListedSlide): Pick<PowerPointSlide, 'texts' | 'comments'> {
    const texts = new TextCollector();
    const shown = texts.begin();
    const comments: string[] = [];
    const left = new Set(outline);
    for (const { type, body } of this.#records.within(this.#part(persistId, recordTypes.slide) ?? Buffer.alloc(0))) {
      if (type === recordTypes.outlineTextRef && body.length >= 4) {
        const text = outline[body.readUInt32LE(0)];
        if (text && left.delete(text)) shown.push(text);
      } else if (type === recordTypes.comment) comments.push(...this.#saidIn(body));
      else texts.add(type, body);
    }
    // What the drawing does not refer to, as its part is damaged, is text nevertheless.
    return { texts: [...shown, ...left], comments };
  }

  #saidIn(comment: Buffer): string[] {
    return [...this.#records.in(comment)]
      .filter(({ type, instance }) => type === recordTypes.string && instance === SAID)
      .map(({ body }) => body.toString('utf16le'));
  }

  #notesBySlide(document: Buffer): Map<number, string[]> {
    const notes = new Map<number, string[]>();
    for (const { persistId } of this.#listed(document, NOTES)) {
      let slideId = 0;
      const texts = new TextCollector();
      const found = texts.begin();
      for (const { type, body } of this.#records.within(this.#part(persistId, recordTypes.notes) ?? Buffer.alloc(0))) {
        if (type === recordTypes.notesAtom && body.length >= 4) slideId = body.readUInt32LE(0);
        else texts.add(type, body);
      }
      notes.set(
        slideId,
        found.map(({ text }) => text),
      );
    }
    return notes;
  }
}

/** Collects texts: each begins with a record of what it is, and may have none of what it says. */
class TextCollector {
  #texts: SlideText[] = [];

  /** The list to which texts are added from now on. */
  begin(): SlideText[] {
    this.#texts = [];
    return this.#texts;
  }

  add(type: number, body: Buffer): void {
    if (type === recordTypes.textHeader && body.length >= 4)
      this.#texts.push({ isTitle: titles.has(body.readUInt32LE(0)), text: '' });
    const last = this.#texts.at(-1);
    if (!last) return;
    if (type === recordTypes.textChars) last.text += body.toString('utf16le');
    // The lower halves of UTF-16, of which the upper ones are 0.
    if (type === recordTypes.textBytes) last.text += body.toString('latin1');
  }
}
