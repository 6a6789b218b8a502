import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { AssetRepository } from './assets.ts';
import { Catalog } from './database.ts';
import { TagRepository } from './tags.ts';

const hash = 'a'.repeat(64);
let catalog: Catalog;
let tags: TagRepository;
let assetId: number;

beforeEach(() => {
  catalog = Catalog.open(join(temporaryFolder(), 'catalog.db'));
  onTestFinished(() => catalog.close());
  tags = new TagRepository(catalog);
  assetId = new AssetRepository(catalog).obtain({ sha256: hash, size: 1, mime: 'image/jpeg', kind: 'image' }).id;
});

const shown = () => tags.known(assetId).map(({ tag, origin, confirmed }) => `${tag} ${origin}${confirmed ? '!' : ''}`);

/** What a model wrote of the asset, in which it suggests tags. */
function derivation(): number {
  return catalog.run(
    "INSERT INTO derivations (asset_id, kind, engine, engine_version, time, model_name) VALUES (?, 'tags', 'm1', '', 0, 'Seer')",
    assetId,
  ).lastId;
}

it('are counted for several assets, and come off those that have them', () => {
  const other = 'b'.repeat(64);
  new AssetRepository(catalog).obtain({ sha256: other, size: 1, mime: 'image/jpeg', kind: 'image' });
  tags.add([hash, other], 'Sea');
  tags.add([other], 'fog');
  expect(tags.counted([hash, other])).toEqual([
    { tag: 'fog', count: 1 },
    { tag: 'Sea', count: 2 },
  ]);
  expect(tags.remove([hash, other], 'FOG')).toEqual([other]);
  expect(tags.counted([hash, other])).toEqual([{ tag: 'Sea', count: 2 }]);
});

describe('keywords of a file', () => {
  it('take the place of those before, and leave the owner’s tags alone', () => {
    tags.add([hash], 'Sea');
    tags.keepFileTags(assetId, ['sea', ' fog ', 'fog', '', 'Pier']);
    expect(shown()).toEqual(['fog file', 'Pier file', 'Sea owner!']);
    tags.keepFileTags(assetId, ['PIER', 'gull']);
    expect(shown()).toEqual(['gull file', 'Pier file', 'Sea owner!']);
    tags.keepFileTags(assetId, []);
    expect(shown()).toEqual(['Sea owner!']);
  });

  it('stay once the owner agreed, and stay away once the owner took them off', () => {
    tags.keepFileTags(assetId, ['fog', 'pier']);
    expect(tags.add([hash], 'fog')).toEqual([]);
    tags.remove([hash], 'pier');
    tags.keepFileTags(assetId, ['pier']);
    expect(shown()).toEqual(['fog file!']);
    expect(tags.add([hash], 'pier')).toEqual([hash]);
    tags.keepFileTags(assetId, ['pier']);
    expect(shown()).toEqual(['fog file!', 'pier owner!']);
  });
});

describe('tags that a model put there', () => {
  it('go with what it wrote, unless the owner agreed to them', () => {
    const first = derivation();
    for (const tag of ['fog', 'pier', 'sea']) tags.accept(assetId, tag, first);
    tags.add([hash], 'pier');
    tags.remove([hash], 'sea');
    tags.accept(assetId, 'sea', first);
    expect(shown()).toEqual(['fog model', 'pier model!']);
    catalog.run('DELETE FROM derivations WHERE id = ?', first);
    expect(shown()).toEqual(['pier owner!']);
  });

  it('do not take the place of the owner’s or the file’s', () => {
    tags.add([hash], 'fog');
    tags.keepFileTags(assetId, ['pier']);
    const first = derivation();
    for (const tag of ['fog', 'pier']) tags.accept(assetId, tag, first);
    catalog.run('DELETE FROM derivations WHERE id = ?', first);
    expect(shown()).toEqual(['fog owner!', 'pier file']);
  });

  it('go with the asset', () => {
    tags.accept(assetId, 'fog', derivation());
    catalog.run('DELETE FROM assets WHERE id = ?', assetId);
    expect(catalog.all('SELECT * FROM tags')).toEqual([]);
    expect(catalog.all('SELECT * FROM derivations')).toEqual([]);
  });
});

it('a tag with a new name is told to sidecars by both names, where they are written', () => {
  catalog.run("INSERT INTO settings VALUES ('writeSidecars', 'true')");
  tags.add([hash], 'sea');
  tags.rename('sea', 'ocean');
  expect(catalog.all('SELECT tag, added FROM sidecar_changes ORDER BY tag')).toEqual([
    { tag: 'ocean', added: 1 },
    { tag: 'sea', added: 0 },
  ]);
});
