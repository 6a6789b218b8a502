import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import { ingest, openLibrary } from './cli/open-library-for-tests.ts';
import { addTextPage, pdf } from './ingest/extractors/pdf/pdfs-for-tests.ts';

const PDF_PREVIEW = { height: 1600, cached: 'private, max-age=31536000, immutable' };
const PDF_THUMBNAIL = { height: 360, cached: 'private, no-cache' };

it('draws the preview of a PDF when it is asked for, and shows the thumbnail while its file is away', {
  timeout: 60_000,
}, async () => {
  const disk = temporaryFolder();
  const [library, folder, away] = [join(disk, 'library'), join(disk, 'files'), join(disk, 'unplugged')];
  mkdirSync(folder);
  const report = await pdf((document, font) => addTextPage(document, font, 'The pier was built of stone.'));
  writeFileSync(join(folder, 'pier.pdf'), report);
  await sharp({ create: { width: 400, height: 2400, channels: 3, background: 'red' } }).toFile(join(folder, 'red.png'));
  const host = await openLibrary(library);
  onTestFinished(() => host.close());
  await ingest(host, folder);
  const { assets } = await host.client.library.list({
    filter: {},
    sort: 'name',
    descending: false,
    offset: 0,
    limit: 2,
  });
  const [document, picture] = assets.map(({ id }) => id);
  const kept = () =>
    readdirSync(join(library, 'renditions'), { recursive: true, encoding: 'utf8' }).flatMap(
      (path) => /-(preview|thumb)\.webp$/.exec(path)?.[1] ?? [],
    );
  const shown = async (id: string | undefined) => {
    const answer = await host.content(new Request(`http://host/content/${id}/preview`));
    const { height } = await sharp(await answer.arrayBuffer()).metadata();
    return { height, cached: answer.headers.get('cache-control') };
  };
  expect(kept().toSorted()).toEqual(['preview', 'thumb', 'thumb']);

  renameSync(folder, away);
  expect(await shown(picture)).toEqual(PDF_PREVIEW);
  expect(await shown(document)).toEqual(PDF_THUMBNAIL);

  renameSync(away, folder);
  expect(await Promise.all([shown(document), shown(document)])).toEqual([PDF_PREVIEW, PDF_PREVIEW]);
  expect(kept().toSorted()).toEqual(['preview', 'preview', 'thumb', 'thumb']);

  renameSync(folder, away);
  expect(await shown(document)).toEqual(PDF_PREVIEW);
});
