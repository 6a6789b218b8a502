import { z } from 'zod';

/**
 * A rectangle as fractions (0–1) of the page or the upright image it lies on,
 * origin at the top left, so that it holds at every zoom.
 */
export const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type Box = z.infer<typeof boxSchema>;

/**
 * Where a passage is. Search hits, citations and the viewer all speak this type;
 * opening an anchor lands on the spot.
 */
export const anchorSchema = z.discriminatedUnion('type', [
  /** The asset as a whole: its name and metadata. */
  z.object({ type: z.literal('asset') }),
  /** A place on a page (counted from 1), as one box a line of text. */
  z.object({
    type: z.literal('page'),
    page: z.int().min(1),
    boxes: z.array(boxSchema),
    /** What the document's outline calls the section that most of it stands in. */
    section: z.string().optional(),
  }),
  /** A region of an image, as one box a line of text. */
  z.object({ type: z.literal('region'), boxes: z.array(boxSchema) }),
  /** Lines (counted from 1, both ends included) of the asset's extracted text. */
  z.object({
    type: z.literal('lines'),
    start: z.int().min(1),
    end: z.int().min(1),
    /** What people call the part that the lines stand in: a chapter, one mail of a folder of mails. */
    section: z.string().optional(),
    /** When they are said or shown, in milliseconds from the start of the recording that they belong to. */
    time: z.object({ start: z.number().min(0), end: z.number().min(0) }).optional(),
  }),
  /** A slide, counted from 1. */
  z.object({ type: z.literal('slide'), slide: z.int().min(1) }),
  /** A range of whole rows (counted from 1, both ends included) of a sheet. */
  z.object({
    type: z.literal('cells'),
    sheet: z.string(),
    startRow: z.int().min(1),
    endRow: z.int().min(1),
    columns: z.int().min(1),
  }),
]);
export type Anchor = z.infer<typeof anchorSchema>;

/** Spreadsheet name of a column counted from 1: 1 → A, 27 → AA. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** A moment of a recording as people write it, such as 0:04:09. */
export function describeTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const digits = (value: number) => String(value % 60).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${digits(Math.floor(seconds / 60))}:${digits(seconds)}`;
}

/**
 * An anchor as people write it: "page 3", "Costs, page 3", "lines 4–9", "The lamp", "0:04:09–0:04:21", "Sheet1!A2:D5";
 * empty for the asset as a whole.
 */
export function describeAnchor(anchor: Anchor): string {
  switch (anchor.type) {
    case 'asset':
      return '';
    case 'page':
      return anchor.section === undefined ? `page ${anchor.page}` : `${anchor.section}, page ${anchor.page}`;
    case 'region':
      return 'image region';
    case 'lines':
      if (anchor.time) return `${describeTime(anchor.time.start)}–${describeTime(anchor.time.end)}`;
      if (anchor.section) return anchor.section;
      return anchor.start === anchor.end ? `line ${anchor.start}` : `lines ${anchor.start}–${anchor.end}`;
    case 'slide':
      return `slide ${anchor.slide}`;
    case 'cells':
      return `${anchor.sheet}!A${anchor.startRow}:${columnName(anchor.columns)}${anchor.endRow}`;
  }
}
