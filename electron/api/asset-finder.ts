import { HoldfastError } from '../../shared/errors.ts';
import type { AssetRepository } from '../catalog/assets.ts';

/** Finds the internal id of an asset by its public one. NOT_FOUND */
export function assetFinder(assets: AssetRepository): (hash: string) => number {
  return (hash) => {
    const asset = assets.byHash(hash);
    if (!asset) throw new HoldfastError('NOT_FOUND', 'That item is no longer in the library.', 'Search for it again.');
    return asset.id;
  };
}
