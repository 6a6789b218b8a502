import type { AssetKind, AssetSummary } from '../../../../shared/contract/library.ts';

/** The first words of an asset without its title, which stands below them. */
export function excerptOf({ title, excerpt }: Pick<AssetSummary, 'title' | 'excerpt'>): string {
  const text = excerpt.replace(/^[\s#]+/, '');
  const rest = title !== '' && text.startsWith(title) ? text.slice(title.length).trimStart() : text;
  return rest === '' ? text : rest;
}

/** What an asset is, in a word; of a kind without a name of its own, what its file name says. */
export function kindOf({ kind, name }: Pick<AssetSummary, 'kind' | 'name'>, names: Record<AssetKind, string>): string {
  const extension = /\.(\w{1,8})$/.exec(name)?.[1];
  return kind === 'other' && extension ? extension.toUpperCase() : names[kind];
}
