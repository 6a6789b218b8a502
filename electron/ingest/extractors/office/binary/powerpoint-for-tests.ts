import { compound, type StorageForTests } from '../../compound/compound-for-tests.ts';
import { recordTypes } from './powerpoint-records.ts';

/** A slide of a presentation: its texts by their types ([MS-PPT], 2.13.33), those of its outline and those of boxes. */
export interface SlideForTests {
  outline?: readonly (readonly [type: number, text: string])[];
  boxes?: readonly string[];
  notes?: string;
  comment?: string;
}

const SHAPES = 0xf002;
const TEXT_BOX = 0xf00d;
const OTHER = 4;
const NOTES = 2;
const DOCUMENT_ID = 1;

interface Options {
  /** Slides that were changed, by their places: they lie behind the first ones. */
  anew?: Readonly<Record<number, SlideForTests>>;
  encrypted?: boolean;
  /** Whether all slides are said to be the first one. */
  isCircular?: boolean;
}

/** The streams of a presentation of PowerPoint 97. */
export function powerPointStreams(
  slides: readonly SlideForTests[],
  { anew = {}, encrypted = false, isCircular = false }: Options = {},
): { 'PowerPoint Document': Buffer; 'Current User': Buffer } {
  const written = new Writer();
  written.save([
    [DOCUMENT_ID, documentOf(slides, isCircular)],
    ...slides.map((slide, index) => [slideId(index), slideOf(slide)] as const),
    ...slides.map(({ notes = '' }, index) => [notesId(index), notesOf(notes, index)] as const),
  ]);
  const changed = Object.entries(anew).map(([index, slide]) => [slideId(Number(index)), slideOf(slide)] as const);
  if (changed.length > 0) written.save(changed);
  const user = Buffer.alloc(20);
  user.writeUInt32LE(encrypted ? 0xf3d1c4df : 0xe391c05f, 12);
  return { 'PowerPoint Document': written.stream, 'Current User': user };
}

/** A whole presentation of PowerPoint 97. */
export function powerPointFile(
  slides: readonly SlideForTests[],
  options: Options & { more?: StorageForTests } = {},
): Buffer {
  return compound({ ...powerPointStreams(slides, options), ...options.more });
}

const slideId = (index: number) => 100 + index;
const notesId = (index: number) => 200 + index;

class Writer {
  stream = Buffer.alloc(0);

  /** Parts, where they lie, and that they were saved. */
  save(parts: readonly (readonly [id: number, part: Buffer])[]): void {
    const places = parts.map(([id, part]) => {
      const place = this.stream.length;
      this.stream = Buffer.concat([this.stream, part]);
      return Buffer.concat([u32((1 << 20) | id), u32(place)]);
    });
    const directory = record(recordTypes.persistDirectory, Buffer.concat(places));
    const edit = Buffer.alloc(28);
    edit.writeUInt32LE(this.stream.length, 12);
    edit.writeUInt32LE(DOCUMENT_ID, 16);
    this.stream = Buffer.concat([this.stream, directory, record(recordTypes.userEdit, edit)]);
  }
}

function documentOf(slides: readonly SlideForTests[], isCircular: boolean): Buffer {
  const listed = slides.flatMap(({ outline = [] }, index) => [
    slidePersist(slideId(isCircular ? 0 : index), index),
    ...outline.map(([type, text]) => textOf(type, text)),
  ]);
  return container(recordTypes.document, [
    container(recordTypes.slideList, listed),
    container(
      recordTypes.slideList,
      slides.map((_, index) => slidePersist(notesId(index), 1000 + index)),
      2,
    ),
  ]);
}

function slidePersist(persistId: number, id: number): Buffer {
  return record(recordTypes.slidePersist, Buffer.concat([u32(persistId), u32(0), u32(0), u32(id), u32(0)]));
}

function slideOf({ outline = [], boxes = [], comment }: SlideForTests): Buffer {
  const shapes = [
    ...outline.map((_, index) => record(recordTypes.outlineTextRef, u32(index))),
    ...boxes.map((text) => textOf(OTHER, text)),
  ];
  const said = [record(recordTypes.string, wide('Ines')), record(recordTypes.string, wide(comment ?? ''), 1 << 4)];
  return container(recordTypes.slide, [
    container(
      SHAPES,
      shapes.map((text) => container(TEXT_BOX, [text])),
    ),
    ...(comment === undefined ? [] : [record(recordTypes.binaryTagData, container(recordTypes.comment, said))]),
  ]);
}

function notesOf(text: string, index: number): Buffer {
  const box = container(TEXT_BOX, [textOf(NOTES, text)]);
  return container(recordTypes.notes, [
    record(recordTypes.notesAtom, u32(index)),
    container(SHAPES, [box, container(TEXT_BOX, [textOf(OTHER, '*')])]),
  ]);
}

/** Text that is of Latin 1 is written in 8 bits a character. */
function textOf(type: number, text: string): Buffer {
  const isNarrow = Array.from(text, (character) => character.charCodeAt(0)).every((code) => code < 256);
  return Buffer.concat([
    record(recordTypes.textHeader, u32(type)),
    isNarrow ? record(recordTypes.textBytes, Buffer.from(text, 'latin1')) : record(recordTypes.textChars, wide(text)),
  ]);
}

function container(type: number, records: readonly Buffer[], instance = 0): Buffer {
  return record(type, Buffer.concat(records), 0xf | (instance << 4));
}

function record(type: number, body: Buffer, start = 0): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(start, 0);
  header.writeUInt16LE(type, 2);
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, body]);
}

function wide(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
