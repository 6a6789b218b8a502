import type { Facet } from '../../../../shared/contract/library.ts';

export interface FolderNode {
  path: string;
  /** Its name, or for the top ones as much of the path as tells them apart. */
  name: string;
  /** Items in it and below it. */
  count: number;
  children: FolderNode[];
}

/**
 * Folders with their counts as a tree that begins where the library's folders begin. `repeats` says of a folder how often
 * the sum of what is below it counts the same item again.
 */
export function folderTree(
  facets: readonly Facet[],
  roots: readonly string[],
  repeats: readonly Facet[] = [],
): FolderNode[] {
  const nodes = new Map<string, FolderNode>();
  const tops: FolderNode[] = [];
  const isRoot = new Set(roots);
  // A root inside another one is shown in its place there.
  const outermost = roots.filter((root) => !roots.some((other) => other !== root && isBelow(root, other)));

  const obtain = (path: string): FolderNode => {
    const known = nodes.get(path);
    if (known) return known;
    const { parent, name } = splitPath(path);
    const top =
      outermost.includes(path) ||
      (parent === '' && !isRoot.has(path)) ||
      !outermost.some((root) => isBelow(path, root));
    const node: FolderNode = { path, name, count: 0, children: [] };
    nodes.set(path, node);
    (top ? tops : obtain(parent).children).push(node);
    return node;
  };

  for (const { value, count } of facets) {
    obtain(value);
    for (let path = value; nodes.has(path); path = splitPath(path).parent) {
      const node = nodes.get(path);
      if (node) node.count += count;
    }
  }
  for (const { value, count } of repeats) {
    const node = nodes.get(value);
    if (node) node.count -= count;
  }
  const byName = (one: FolderNode, other: FolderNode) =>
    one.name.localeCompare(other.name, undefined, { numeric: true });
  for (const node of nodes.values()) node.children.sort(byName);
  return tops.sort(byName);
}

function splitPath(path: string): { parent: string; name: string } {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return at < 0 ? { parent: '', name: path } : { parent: path.slice(0, at), name: path.slice(at + 1) || path };
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}
