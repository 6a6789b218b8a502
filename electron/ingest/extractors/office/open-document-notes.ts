import { columnName } from '../../../../shared/anchors.ts';
import { openDocument } from './package-text.ts';
import { attribute, type XmlToken, xmlTokens } from './xml-tokens.ts';

/** Elements that are one note: a comment, or a shape with text. */
const notes = new Set(['annotation', 'text-box', 'custom-shape', 'rect', 'ellipse', 'caption']);

/** Comments and texts of shapes in the sheets of an OpenDocument, each with the cell at which it stands, if it does. */
export function notesInOpenDocument(xml: string): string[][] {
  const rows: string[][] = [];
  const place = new CellPlace();
  let [open, passed] = [0, 0];
  let text = '';
  for (const token of xmlTokens(xml)) {
    if (token.type === 'text') {
      if (open > 0 && passed === 0) text += token.text;
      continue;
    }
    const step = token.type === 'open' ? 1 : token.type === 'close' ? -1 : 0;
    if (openDocument.passedOver.has(token.name)) passed += step;
    if (notes.has(token.name)) open = Math.max(0, open + step);
    else if (token.name === 'p' && token.type === 'close') text += '\n';
    if (open > 0) continue;
    if (text.trim() !== '') rows.push([place.name, text.trim()]);
    text = '';
    place.go(token);
  }
  return rows;
}

type Tag = Exclude<XmlToken, { type: 'text' }>;

/** Where in a sheet one is that goes from tag to tag. */
class CellPlace {
  #row = 0;
  #column = 0;
  #isInCell = false;
  /** How many rows and columns are meant by the tags that are open. */
  #rows = 1;
  #columns = 1;

  /** Such as A1; empty outside of cells. */
  get name(): string {
    return this.#isInCell ? `${columnName(this.#column + 1)}${this.#row + 1}` : '';
  }

  go(tag: Tag): void {
    if (tag.name === 'table' && tag.type === 'open') this.#row = 0;
    if (tag.name === 'table-row') {
      if (tag.type !== 'close') this.#rows = timesOf(tag, 'number-rows-repeated');
      if (tag.type !== 'open') this.#row += this.#rows;
      this.#column = 0;
    }
    if (tag.name === 'table-cell' || tag.name === 'covered-table-cell') {
      if (tag.type !== 'close') this.#columns = timesOf(tag, 'number-columns-repeated');
      if (tag.type !== 'open') this.#column += this.#columns;
      this.#isInCell = tag.type === 'open';
    }
  }
}

function timesOf(tag: Tag, name: string): number {
  return Math.max(1, Number.parseInt(attribute(tag, name) ?? '1', 10) || 1);
}
