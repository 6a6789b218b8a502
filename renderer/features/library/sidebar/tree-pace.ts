/** While files are being read the tree is asked for at most so often, as each answer counts the whole library. ms */
const SHORTEST = 3000;
const LONGEST = 15_000;
/** The tree is asked for in no more than so small a part of the time. */
const PART = 20;

/** How long to wait until the tree is asked for again that was asked for at `asked` and took so long. Milliseconds */
export function treeWait({
  reading,
  asked,
  took,
  now,
}: {
  reading: boolean;
  asked: number;
  took: number;
  now: number;
}): number {
  if (!reading) return 0;
  return Math.max(0, asked + Math.min(LONGEST, Math.max(SHORTEST, took * PART)) - now);
}
