import type { Box } from '../../../shared/anchors.ts';

/** Lines this close, as a share of the thinner one's thickness, read as one block. */
const GAP = 0.9;

/**
 * Joins the boxes of lines that follow each other into blocks, so that a paragraph is outlined once and a passage over
 * two columns twice.
 */
export function anchorBlocks(boxes: readonly Box[]): Box[] {
  const blocks: Box[] = [];
  let before: Box | undefined;
  for (const box of boxes) {
    const block = blocks.at(-1);
    if (block && before && adjoin(before, box)) blocks[blocks.length - 1] = around(block, box);
    else blocks.push(box);
    before = box;
  }
  return blocks;
}

function adjoin(one: Box, other: Box): boolean {
  const thickness = Math.min(one.width, one.height, other.width, other.height);
  const apart = (start: number, length: number, otherStart: number, otherLength: number) =>
    Math.max(0, otherStart - (start + length), start - (otherStart + otherLength));
  return (
    apart(one.x, one.width, other.x, other.width) <= thickness * GAP &&
    apart(one.y, one.height, other.y, other.height) <= thickness * GAP
  );
}

function around(one: Box, other: Box): Box {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}
