import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import type { AssetFilter, AssetState } from '../../shared/contract/library.ts';
import { noFile } from '../../shared/no-file.ts';
import { parseQuery } from '../../shared/query.ts';
import { queryConditions } from './asset-conditions.ts';
import { AssetListing } from './asset-listing.ts';
import { AssetLookup } from './asset-lookup.ts';
import { AssetOutcomes } from './asset-outcomes.ts';
import { AssetRepository } from './assets.ts';
import { Catalog } from './database.ts';
import { FailureRepository } from './failures.ts';
import { FileRepository } from './files.ts';
import { FingerprintRepository } from './fingerprints.ts';
import { FolderListing } from './folder-listing.ts';
import { FolderRepository } from './folders.ts';
import { MissingFiles } from './missing-files.ts';
import { PartRepository } from './parts.ts';
import { PassageRepository } from './passages.ts';
import { RemovalRepository } from './removals.ts';
import { Sightings } from './sightings.ts';
import { TagRepository } from './tags.ts';

let catalog: Catalog;
let assets: AssetRepository;
let listing: AssetListing;
let folders: FolderRepository;
let folderListing: FolderListing;
let sightings: Sightings;
let lookup: AssetLookup;
let tags: TagRepository;
let files: FileRepository;
let passages: PassageRepository;

beforeEach(() => {
  catalog = Catalog.open(join(temporaryFolder(), 'catalog.db'));
  onTestFinished(() => catalog.close());
  assets = new AssetRepository(catalog);
  listing = new AssetListing(catalog);
  folders = new FolderRepository(catalog);
  folderListing = new FolderListing(catalog);
  sightings = new Sightings(catalog);
  lookup = new AssetLookup(catalog);
  tags = new TagRepository(catalog);
  files = new FileRepository(catalog);
  passages = new PassageRepository(catalog);
});

const hashOf = (content: string) => Buffer.from(content).toString('hex').padEnd(64, '0');

/** Puts a file with some content into a folder, as discovery and identification do. */
function put(
  folder: string,
  name: string,
  content: string,
  options: { modified?: number; kind?: 'pdf' | 'text' } = {},
) {
  const owner = folders.obtain(folder);
  const { id } = sightings.note(owner.id, [
    {
      path: `${folder}/${name}`,
      rawPath: null,
      size: content.length,
      modified: options.modified ?? 1000,
    },
  ])[0]!;
  const asset = assets.obtain({
    sha256: hashOf(content),
    size: content.length,
    mime: 'text/plain',
    kind: options.kind ?? 'text',
  });
  files.setAsset(id, asset.id, content.length, options.modified ?? 1000);
  files.dropMissingPlaces(asset.id);
  assets.refreshPlace(asset.id);
  passages.refreshName(asset.id);
  return asset.id;
}

/** Says that the folder's files with these ids are gone, as discovery does. */
function lose(...fileIds: number[]) {
  for (const id of fileIds) assets.refreshPlace(files.markMissing(id)?.assetId ?? 0);
  files.dropLeftBehind(fileIds);
}
const idsIn = (folder: string) => files.filesFrom(folders.obtain(folder).id, 0, 10).map(({ id }) => id);

const names = () =>
  listing.list({ filter: {}, sort: 'name', descending: false, offset: 0, limit: 50 }).assets.map(({ name }) => name);

describe('assets and files', () => {
  it('are found by what is written about them', () => {
    const id = put('/a', 'one.txt', 'fog');
    const metadata = [
      { label: 'Author', value: 'Ines Harrow' },
      { label: 'Rows', value: '7' },
    ];
    assets.setSays(id, { title: 'Fog', date: null, metadata });
    passages.refreshName(id);
    expect(passages.ofPage(id, 'name', 0).map(({ text }) => text)).toEqual(['one.txt\nFog\nInes Harrow']);
  });

  it('keeps the same content once, with all its places', () => {
    put('/a', 'one.txt', 'fog');
    put('/a', 'two.txt', 'fog');
    expect(names()).toEqual(['one.txt']);
    expect(lookup.detail(hashOf('fog'))?.files.map(({ path }) => path)).toEqual(['/a/one.txt', '/a/two.txt']);
  });

  it('recognises a rename: the asset stays, with its tags and its new name', () => {
    const id = put('/a', 'old.txt', 'fog');
    tags.add([hashOf('fog')], 'kept');
    const before = idsIn('/a');
    put('/a', 'new.txt', 'fog');
    lose(...before);
    expect(lookup.detail(hashOf('fog'))).toMatchObject({
      name: 'new.txt',
      tags: ['kept'],
      files: [{ path: '/a/new.txt', missing: false }],
    });
    expect(assets.byHash(hashOf('fog'))?.id).toBe(id);
  });

  it('hides what is missing, and shows it again when it returns', () => {
    put('/a', 'one.txt', 'fog');
    const folder = folders.obtain('/a').id;
    lose(...idsIn('/a'));
    expect(names()).toEqual([]);
    expect(lookup.detail(hashOf('fog'))?.files).toEqual([
      { path: '/a/one.txt', modified: 1000, missing: true, container: null },
    ]);
    const { unread, returned } = sightings.note(folder, [
      { path: '/a/one.txt', rawPath: null, size: 3, modified: 1000 },
    ])[0]!;
    expect(unread).toBe(false);
    assets.refreshPlace(returned ?? 0);
    expect(names()).toEqual(['one.txt']);
  });

  it('asks to read a file again when its size or time changed', () => {
    put('/a', 'one.txt', 'fog');
    const folder = folders.obtain('/a').id;
    const see = (size: number, modified: number) =>
      sightings.note(folder, [{ path: '/a/one.txt', rawPath: null, size, modified }])[0]!.unread;
    expect([see(3, 1000), see(4, 1000), see(3, 1001)]).toEqual([false, true, true]);
  });

  it('knows a file by another name, unless it was changed since or is another one', () => {
    const id = put('/a', 'one.txt', 'fog');
    const folder = folders.obtain('/a').id;
    const see = (name: string, modified: number, inode: string) =>
      sightings.note(folder, [{ path: `/a/${name}`, rawPath: null, size: 3, modified, inode }])[0]!;
    expect(see('one.txt', 1000, '7 1')).toMatchObject({ unread: false, renamed: null });
    expect(see('two.txt', 1000, '7 1')).toMatchObject({ unread: false, renamed: id });
    expect(files.file(see('two.txt', 1000, '7 1').id)?.asset_id).toBe(id);
    expect(see('three.txt', 1000, '7 2')).toMatchObject({ unread: true, renamed: null });
    expect(see('four.txt', 1001, '7 1')).toMatchObject({ unread: true, renamed: null });
    // It was put in the place of the one that was known.
    see('one.txt', 1000, '8 1');
    expect(see('five.txt', 1000, '8 1')).toMatchObject({ renamed: id });
  });

  it('keeps files apart whose names only look alike', () => {
    const folder = folders.obtain('/a').id;
    const see = (rawPath: Uint8Array | null) =>
      sightings.note(folder, [{ path: '/a/\uFFFD', rawPath, size: 1, modified: 1 }])[0]!.id;
    expect(
      new Set([see(null), see(Uint8Array.of(0xff)), see(Uint8Array.of(0xfe)), see(Uint8Array.of(0xff))]).size,
    ).toBe(3);
  });

  it('removes with a folder what lies nowhere else, and its index rows', () => {
    put('/a', 'one.txt', 'fog');
    put('/b', 'same.txt', 'fog');
    put('/a', 'two.txt', 'lamp');
    catalog.run('UPDATE passages SET indexed = 2');
    const removals = new RemovalRepository(catalog);
    const { id: folder } = folders.obtain('/a');
    expect(removals.removeFolder(folder)).toBe(2);
    expect(folders.list().map(({ path }) => path)).toEqual(['/b']);
    for (let file = removals.removeNextFile(folder); file; file = removals.removeNextFile(folder))
      assets.refreshPlace(file.assetId ?? 0);
    expect(removals.leavingFolder()).toBeUndefined();
    expect(names()).toEqual(['same.txt']);
    expect(passages.deletedFromIndex(10)).toHaveLength(1);
  });

  it('calls fingerprints due that another version made, a few at a time', () => {
    const fingerprints = new FingerprintRepository(catalog);
    const ids = ['fog', 'lamp', 'pier'].map((content) => put('/a', `${content}.txt`, content));
    for (const id of ids) fingerprints.keep(id, [{ engine: 'phash/1', print: null }]);
    fingerprints.keep(ids[0] ?? 0, [{ engine: 'phash/2', print: null }]);
    catalog.run('DELETE FROM fingerprints_due');
    let turns = 1;
    while (!fingerprints.renewOthers(['phash/2'], 1)) turns++;
    expect(turns).toBe(3);
    expect(fingerprints.due(9).map(({ id }) => id)).toEqual(ids.slice(1));
  });

  it('takes a file that could not be read as failed, with its reason', async () => {
    const folder = folders.obtain('/a').id;
    const { id } = sightings.note(folder, [{ path: '/a/locked', rawPath: null, size: 1, modified: 1 }])[0]!;
    files.setFailure(id, 'No permission to read it.');
    expect(await files.outcomes('/a')).toEqual([
      { path: '/a/locked', inside: false, state: 'failed', reason: 'No permission to read it.' },
    ]);
    expect(await new FailureRepository(catalog).groups(5)).toEqual([
      {
        state: 'failed',
        reason: 'No permission to read it.',
        ignored: false,
        count: 1,
        files: [{ assetId: '', path: '/a/locked' }],
      },
    ]);
  });

  it('lists very many missing files by path, page by page', async () => {
    const folder = folders.obtain('/a').id;
    catalog.transaction('lazy', () => {
      // Not added in the order of their names.
      for (let file = 0; file < 2500; file++) put('/a', `${((file * 7919) % 2500) + 1000}.txt`, `${file}`);
      for (const { id } of files.filesFrom(folder, 0, 2500)) lose(id);
    });
    const missing = new MissingFiles(catalog);
    const page = async (offset: number) => {
      const { total, items } = await missing.list(offset, 3);
      return [total, ...items.map(({ asset }) => asset.name)];
    };
    expect(await page(0)).toEqual([2500, '1000.txt', '1001.txt', '1002.txt']);
    expect(await page(1210)).toEqual([2500, '2210.txt', '2211.txt', '2212.txt']);
    // From one turn to the next.
    expect(await page(1999)).toEqual([2500, '2999.txt', '3000.txt', '3001.txt']);
    expect(await page(2498)).toEqual([2500, '3498.txt', '3499.txt']);
    expect(await missing.count()).toBe(2500);
  });

  it('groups by their reason what of a container could not be read, however much that is', async () => {
    const container = put('/a', 'all.zip', 'zip');
    const part = put('/a', 'read.txt', 'read');
    const parts = new PartRepository(catalog);
    const reasonOf = (position: number) => (position % 3 === 0 ? 'It is torn.' : 'It is burnt.');
    catalog.transaction('lazy', () => {
      for (let position = 0; position < 12_000; position++) {
        const read = position === 7;
        const [assetId, failure] = read ? [part, null] : [null, reasonOf(position)];
        parts.put(container, position, { path: `${position}.txt`, rawPath: null, modified: null, assetId, failure });
      }
      parts.setCount(container, 12_000);
    });
    expect(lookup.detail(hashOf('zip'))).toMatchObject({ unreadParts: 11_999 });
    const [burnt, torn, ...others] = await parts.unread(container);
    expect([burnt?.reason, burnt?.count, burnt?.paths.slice(0, 5)]).toEqual([
      'It is burnt.',
      7_999,
      ['1.txt', '2.txt', '4.txt', '5.txt', '8.txt'],
    ]);
    expect([torn?.reason, torn?.count, others]).toEqual(['It is torn.', 4_000, []]);
    expect(torn?.paths).toHaveLength(burnt?.paths.length ?? 0);
    expect(torn?.paths.length).toBeLessThan(100);
  });

  it('counts what a search can find and what became of the rest, which a listing shows as counted', () => {
    const said = (id: number, state: AssetState) => {
      passages.replace(id, 'text', 0, [{ text: 'fog', anchor: { type: 'asset' } }]);
      assets.setState(id, state, '');
    };
    said(put('/a', 'said.txt', 'said'), 'ready');
    said(put('/a', 'half.pdf', 'half'), 'pending');
    assets.setState(put('/a', 'mute.png', 'mute'), 'ready', '');
    assets.setState(put('/a', 'torn.pdf', 'torn'), 'failed', 'It is torn.');
    put('/a', 'next.pdf', 'next');
    const { assets: all, searchable, unfound } = new AssetOutcomes(catalog).coverage();
    expect([all, searchable, unfound]).toEqual([
      5,
      2,
      { pending: 1, ready: 1, empty: 0, unsupported: 0, failed: 1, quarantined: 0 },
    ]);
    const listed = (filter: AssetFilter) =>
      listing.list({ filter, sort: 'name', descending: false, offset: 0, limit: 9 }).assets.map(({ name }) => name);
    expect(listed({ found: true })).toEqual(['half.pdf', 'said.txt']);
    expect(listed({ found: false, states: ['ready'] })).toEqual(['mute.png']);
    expect(listed({ found: false, states: ['pending'] })).toEqual(['next.pdf']);
  });

  it('says of what is no file that it is unsupported, and counts it apart from what could not be read', async () => {
    const folder = folders.obtain('/a').id;
    const unread = { pipe: noFile.pipe, gone: noFile.deadLink, 'locked.txt': 'No permission to read it.' };
    for (const [name, reason] of Object.entries(unread)) {
      const [file] = sightings.note(folder, [{ path: `/a/${name}`, rawPath: null, size: 0, modified: 0 }]);
      files.setFailure(file!.id, reason);
    }
    expect(new AssetOutcomes(catalog).files()).toMatchObject({ files: 3, unreadable: 1, noFiles: 2 });
    expect((await files.outcomes('/a')).map(({ path, state }) => [path, state])).toEqual([
      ['/a/gone', 'unsupported'],
      ['/a/locked.txt', 'failed'],
      ['/a/pipe', 'unsupported'],
    ]);
    const groups = await new FailureRepository(catalog).groups(1);
    expect(groups.map(({ reason, state }) => [reason, state]).toSorted()).toEqual([
      [noFile.pipe, 'unsupported'],
      [noFile.deadLink, 'unsupported'],
      ['No permission to read it.', 'failed'],
    ]);
  });

  it('ignores failures until they end for another reason, and shows them again', async () => {
    const failures = new FailureRepository(catalog);
    const { signal } = new AbortController();
    const torn = { state: 'failed', reason: 'It is torn.' } as const;
    const shown = async () =>
      (await failures.groups(1)).map(({ reason, ignored, count, files: [first] }) => [
        reason,
        ignored,
        count,
        first?.path,
      ]);
    for (const name of ['a.pdf', 'b.pdf']) assets.setState(put('/a', name, name), torn.state, torn.reason);
    expect(await failures.setIgnored(torn, true, signal)).toBe(2);
    const late = put('/a', 'c.pdf', 'c');
    assets.setState(late, torn.state, torn.reason);
    expect(await shown()).toEqual([
      ['It is torn.', true, 2, '/a/a.pdf'],
      ['It is torn.', false, 1, '/a/c.pdf'],
    ]);
    expect(await failures.paths({ ...torn, ignored: true })).toEqual(['/a/a.pdf', '/a/b.pdf']);
    expect(await failures.all({ ...torn, ignored: false }, signal)).toEqual([
      { assetId: late, fileId: null, containerId: null },
    ]);
    assets.setState(late, 'failed', 'It is burnt.');
    assets.setState(1, 'failed', 'It is burnt.');
    expect(await shown()).toEqual([
      ['It is burnt.', false, 2, '/a/a.pdf'],
      ['It is torn.', true, 1, '/a/b.pdf'],
    ]);
    expect(await failures.setIgnored(torn, false, signal)).toBe(1);
    expect((await shown()).every(([, ignored]) => ignored === false)).toBe(true);
  });

  it('lists what is missing, forgets it with what was made of it, and keeps what is elsewhere', async () => {
    const missing = new MissingFiles(catalog);
    put('/a', 'gone.txt', 'fog');
    put('/a', 'also gone.txt', 'lamp');
    put('/a', 'here.txt', 'oil');
    tags.add([hashOf('fog')], 'Sea');
    const folder = folders.obtain('/a').id;
    for (const name of ['gone.txt', 'also gone.txt']) lose(...files.filesAt(folder, `/a/${name}`).map(({ id }) => id));
    expect((await missing.list(0, 10)).items.map(({ asset, tags: count }) => [asset.name, count])).toEqual([
      ['also gone.txt', 0],
      ['gone.txt', 1],
    ]);
    expect(missing.ids([hashOf('oil')])).toEqual([]);
    const [fog] = missing.ids([hashOf('fog')]);
    for (const id of missing.forget(fog!)) assets.refreshPlace(id);
    expect(assets.byHash(hashOf('fog'))).toBeUndefined();
    expect(await missing.count()).toBe(1);
    expect(new AssetOutcomes(catalog).files()).toEqual({
      files: 1,
      copies: 0,
      unreadable: 0,
      noFiles: 0,
      sidecars: 0,
    });
  });
});

describe('listings', () => {
  beforeEach(() => {
    put('/lib/letters', 'b.txt', 'fog', { modified: Date.UTC(2024, 4, 20) });
    put('/lib/letters/old', 'a.pdf', 'lamp', { modified: Date.UTC(2020, 0, 2), kind: 'pdf' });
    put('/lib/letters 2', '50%.txt', 'oil', { modified: Date.UTC(2024, 5, 1) });
    tags.add([hashOf('fog'), hashOf('lamp')], 'Sea');
  });

  const matching = (query: string) =>
    lookup
      .idsWhere(queryConditions(parseQuery(query).terms), 50)
      .map((id) => lookup.summaries([id]).get(id)?.name)
      .toSorted();

  it.each([
    ['type:pdf', ['a.pdf']],
    ['type:pdf type:text', ['50%.txt', 'a.pdf', 'b.txt']],
    ['-type:pdf', ['50%.txt', 'b.txt']],
    ['tag:sea', ['a.pdf', 'b.txt']],
    ['-tag:sea', ['50%.txt']],
    ['in:letters', ['a.pdf', 'b.txt']],
    ['in:old', ['a.pdf']],
    ['in:/lib/letters', ['a.pdf', 'b.txt']],
    ['path:LETTERS', ['50%.txt', 'a.pdf', 'b.txt']],
    ['path:50%', ['50%.txt']],
    ['path:%', ['50%.txt']],
    ['before:2024', ['a.pdf']],
    ['after:2024-05-20', ['50%.txt', 'b.txt']],
    ['after:2024-05-20 before:2024-06', ['b.txt']],
  ])('filters by %s', (query, expected) => {
    expect(matching(query)).toEqual(expected);
  });

  it('sorts, windows and counts', () => {
    const page = listing.list({ filter: {}, sort: 'date', descending: true, offset: 1, limit: 1 });
    expect(page).toMatchObject({ total: 3, assets: [{ name: 'b.txt' }] });
    expect(
      listing
        .list({ filter: { folder: '/lib/letters', tag: 'sea' }, sort: 'name', descending: false, offset: 0, limit: 9 })
        .assets.map(({ name }) => name),
    ).toEqual(['a.pdf', 'b.txt']);
  });

  it('finds the place of a name, from a place on and round the end', async () => {
    const placeOf = (prefix: string, from = 0, filter: AssetFilter = {}) =>
      listing.placeOfName({ filter, sort: 'name', descending: false, prefix, from });
    expect(names()).toEqual(['50%.txt', 'a.pdf', 'b.txt']);
    expect(await placeOf('B')).toBe(2);
    expect(await placeOf('a', 2)).toBe(1);
    expect(await placeOf('a', 99)).toBe(1);
    expect(await placeOf('50%')).toBe(0);
    expect(await placeOf('%')).toBeNull();
    expect(await placeOf('b', 0, { folder: '/lib/letters/old' })).toBeNull();
    expect(await listing.placeOfName({ filter: {}, sort: 'name', descending: true, prefix: '5', from: 0 })).toBe(2);
  });

  it('finds the place of a title where no name begins like it', async () => {
    const id = put('/lib', 'scan.txt', 'a scan');
    assets.describe(id, { title: 'Report', date: null, width: 0, height: 0, pages: 0, metadata: [] });
    const placeOf = (prefix: string) =>
      listing.placeOfName({ filter: {}, sort: 'name', descending: false, prefix, from: 0 });
    expect(await placeOf('rep')).toBe(names().indexOf('scan.txt'));
    put('/lib', 'report.txt', 'a report');
    expect(await placeOf('rep')).toBe(names().indexOf('report.txt'));
  });

  it('lists folders level by level, and counts an asset once in each that holds it in several places', async () => {
    put('/twice/one', 'x.txt', 'same');
    put('/twice/two/deep', 'y.txt', 'same');
    put('/twice/two', 'z.pdf', 'other');
    put('/twicefold', 'w.txt', 'elsewhere');
    put('/🗼 lights/🐚 shore', 'v.txt', 'shells');
    expect(await folderListing.within('/twice', {})).toEqual([
      { path: '/twice/one', name: 'one', count: 1, hasFolders: false },
      { path: '/twice/two', name: 'two', count: 2, hasFolders: true },
    ]);
    expect(await folderListing.within('/twice/two', { kinds: ['pdf'], folder: '/elsewhere' })).toEqual([]);
    expect(await folderListing.within('/twice/one', {})).toEqual([]);
    expect(await folderListing.within('/🗼 lights', {})).toMatchObject([{ name: '🐚 shore', count: 1 }]);
  });

  it('counts facets, each under the other filters', async () => {
    const facets = await listing.facets({ kinds: ['pdf'] });
    expect(facets.kinds).toEqual([
      { value: 'text', count: 2 },
      { value: 'pdf', count: 1 },
    ]);
    expect(facets.months).toEqual([{ value: '2020-01', count: 1 }]);
    const below = [{ path: '/lib/letters', name: 'letters', count: 1, hasFolders: true }];
    expect(await folderListing.within('/lib', { kinds: ['pdf'] })).toEqual(below);
    expect(facets.tags).toEqual([{ value: 'Sea', count: 1 }]);
  });
});
