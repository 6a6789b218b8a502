/** Two things that are alike, by their places in a list, and how much: 1 is the same. */
export interface Pair {
  one: number;
  other: number;
  likeness: number;
}

/** What pairs connect, as groups of places of at least two, each in rising order. */
export function groupsOf(count: number, pairs: readonly Pair[]): number[][] {
  const parents = Int32Array.from({ length: count }, (_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    // The way is made shorter for the next one who takes it.
    for (let at = index; at !== root; ) {
      const next = parents[at] ?? root;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  for (const { one, other } of pairs) parents[rootOf(other)] = rootOf(one);
  const members = new Map<number, number[]>();
  for (const index of new Set(pairs.flatMap(({ one, other }) => [one, other]))) {
    const root = rootOf(index);
    const group = members.get(root);
    if (group) group.push(index);
    else members.set(root, [index]);
  }
  return [...members.values()].map((group) => group.sort((one, other) => one - other));
}
