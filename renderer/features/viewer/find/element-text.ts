import type { Stretch } from './needle.ts';

/** Elements that end a line, so that their words do not run into the next element's. */
const breaking = new Set([
  'BR',
  'P',
  'DIV',
  'LI',
  'TR',
  'TD',
  'TH',
  'PRE',
  'BLOCKQUOTE',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'SECTION',
]);

/** The text of an element as it is read, and the way from a stretch of it to a DOM range. */
export interface ElementText {
  text: string;
  rangeOf: (stretch: Stretch) => Range | null;
}

/** Reads the text below an element: its text nodes in order, a line break after each element that ends a line. */
export function readElementText(root: Element): ElementText {
  const nodes: { node: Text; start: number }[] = [];
  let text = '';
  const read = (parent: Node) => {
    for (const child of parent.childNodes) {
      if (child instanceof Text) {
        nodes.push({ node: child, start: text.length });
        text += child.data;
      } else if (child instanceof Element) {
        read(child);
        if (breaking.has(child.tagName)) text += '\n';
      }
    }
  };
  read(root);
  const placeOf = (at: number) => {
    const found = nodes.findLast(({ start }) => start <= at);
    return found && { node: found.node, offset: Math.min(at - found.start, found.node.length) };
  };
  return {
    text,
    rangeOf: ({ start, end }) => {
      const from = placeOf(start);
      const to = placeOf(end - 1);
      if (!from || !to) return null;
      const range = document.createRange();
      range.setStart(from.node, from.offset);
      range.setEnd(to.node, Math.min(to.offset + 1, to.node.length));
      return range;
    },
  };
}
