import type { Element, Root } from 'hast';

/** Lines of the source, both ends included. */
export interface LineRange {
  start: number;
  end: number;
}

/** Marks the top-level blocks that the lines of an anchor fall into with `data-anchored`. A rehype plugin. */
export function anchoredBlocks(lines: LineRange | null) {
  return () => (tree: Root) => {
    if (!lines) return;
    for (const child of tree.children) {
      if (child.type === 'element' && overlaps(child, lines)) child.properties.dataAnchored = '';
    }
  };
}

function overlaps({ position }: Element, { start, end }: LineRange): boolean {
  return position !== undefined && position.start.line <= end && position.end.line >= start;
}
