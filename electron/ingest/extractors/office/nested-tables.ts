import type { OfficeContentNode } from 'officeparser';

/** Puts what is in a table's cell in its place where the table is in a cell itself: Markdown has no tables in tables. */
export function unnestTables(nodes: readonly OfficeContentNode[], isInTable = false): void {
  for (const node of nodes) {
    if (!node.children) continue;
    if (isInTable) node.children = node.children.flatMap(withoutTable);
    unnestTables(node.children, isInTable || node.type === 'table');
  }
}

function withoutTable(node: OfficeContentNode): OfficeContentNode[] {
  if (node.type !== 'table') return [node];
  const cells = (node.children ?? []).flatMap(({ children = [] }) => children);
  return cells.flatMap(({ children = [] }) => children).flatMap(withoutTable);
}
