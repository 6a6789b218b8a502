import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import type { OcrScope } from '../shared/contract/ocr.ts';
import { ended, ingest, openLibrary } from './cli/open-library-for-tests.ts';
import { printedPicture } from './ingest/extractors/pdf/pdfs-for-tests.ts';
import { shippedPath } from './ingest/language-data.ts';
import { languagesOfScript } from './ingest/ocr-scripts.ts';

const english = ['The harbour was dredged in 1931', 'at the cost of 4200 crowns.'];
const russian = [
  'Гавань была углублена в 1931',
  'году за счёт города. Никто не',
  'видел, как лоцман уехал домой',
  'до начала сильной осенней бури.',
];

it('reads pages in the languages that are chosen nearest to them, and only those again that were read in others', async ({
  skip,
}) => {
  const files = join(temporaryFolder(), 'files');
  mkdirSync(join(files, 'abroad'), { recursive: true });
  writeFileSync(join(files, 'notice.png'), await printedPicture(english));
  writeFileSync(join(files, 'abroad', 'poster.png'), await printedPicture(russian));
  const host = await openLibrary(temporaryFolder());
  onTestFinished(() => host.close());
  const { client } = host;
  await client.settings.update({ ocrLanguages: ['eng'] });
  await ingest(host, files);
  const { id: notice } = await client.library.assetAt({ path: join(files, 'notice.png') });
  const { id: poster } = await client.library.assetAt({ path: join(files, 'abroad', 'poster.png') });
  const ocrOf = async (id: string) => {
    const { derivations, passages } = await client.library.asset({ id });
    const found = derivations.filter(({ kind }) => kind.startsWith('ocr'));
    return {
      passages,
      readings: found.map(({ kind, time, parameters }) => ({ kind, time, ...JSON.parse(parameters) })),
    };
  };
  const readAgain = async (scope: OcrScope) => {
    const { jobId, ...pages } = await client.ocr.readAgain({ scope });
    await ended(client, jobId);
    return pages;
  };
  const all = { scope: 'folder', path: files } as const;
  const abroad = { scope: 'folder', path: join(files, 'abroad') } as const;
  const one = { scope: 'file', id: poster } as const;

  // What is not of these letters was read badly, which shows.
  expect(await client.ocr.file({ id: notice })).toMatchObject({
    languages: ['eng'],
    from: { scope: 'library' },
    pages: 1,
    unsurePages: [],
  });
  expect((await client.ocr.file({ id: notice })).confidence).toBeGreaterThan(85);
  expect((await client.ocr.file({ id: poster })).unsurePages).toEqual([1]);
  const unsure = await client.search.query({ query: 'has:unsure-text' });
  expect(unsure.groups.map(({ asset }) => asset.name)).toEqual(['poster.png']);

  expect(await client.ocr.choose({ scope: all, languages: ['deu', 'eng'] })).toEqual({ files: 2, pages: 2 });
  expect(await client.ocr.choose({ scope: abroad, languages: ['eng'] })).toEqual({ files: 0, pages: 0 });
  const untouched = await ocrOf(poster);
  expect(await readAgain(all)).toEqual({ files: 1, pages: 1 });
  expect((await ocrOf(notice)).readings).toMatchObject([{ kind: 'ocr', languages: ['deu', 'eng'] }]);
  expect(await ocrOf(poster)).toEqual(untouched);
  await expect(client.ocr.readAgain({ scope: { scope: 'library' } })).rejects.toMatchObject({ code: 'INVALID_INPUT' });

  // A tag counts more than a folder, a file more than a tag.
  await client.library.addTag({ ids: [notice], tag: 'Signals' });
  await client.ocr.choose({ scope: { scope: 'tag', tag: 'signals' }, languages: ['fra'] });
  expect(await client.ocr.file({ id: notice })).toMatchObject({ languages: ['fra'], from: { scope: 'tag' } });
  await client.ocr.choose({ scope: { scope: 'file', id: notice }, languages: ['deu', 'eng'] });
  expect(await client.ocr.outdated({ scope: { scope: 'tag', tag: 'Signals' } })).toEqual({ files: 0, pages: 0 });
  expect(await client.ocr.choices()).toHaveLength(5);
  await client.ocr.choose({ scope: { scope: 'file', id: notice }, languages: null });
  expect(await client.ocr.outdated({ scope: { scope: 'library' } })).toEqual({ files: 1, pages: 1 });
  await expect(client.ocr.choose({ scope: one, languages: ['xyz'] })).rejects.toMatchObject({ code: 'INVALID_INPUT' });

  const known = (await client.system.info()).ocrLanguages.map(({ code }) => code);
  if (languagesOfScript('Cyrillic', known, []).length > 0) skip('OCR data of a language in Cyrillic are installed.');
  expect(await client.ocr.choose({ scope: one, languages: 'automatic' })).toEqual({ files: 1, pages: 1 });
  await readAgain(one);
  const unread = await ocrOf(poster);
  expect(unread).toMatchObject({ passages: 0, readings: [{ kind: 'ocr-failed', script: 'Cyrillic', languages: [] }] });
  expect((await client.library.asset({ id: poster })).reason).toContain('tesseract-ocr-rus');
  expect(await client.ocr.outdated({ scope: one })).toEqual({ files: 0, pages: 0 });
});

it('reads pages by data that the owner added, also those that could not be read without them', async () => {
  const [files, libraryPath] = [temporaryFolder(), temporaryFolder()];
  const data = join(files, 'harbour.traineddata.gz');
  copyFileSync(shippedPath('eng'), data);
  writeFileSync(join(files, 'notice.png'), await printedPicture(english));
  const host = await openLibrary(libraryPath);
  onTestFinished(() => host.close());
  const { client } = host;
  expect(await client.ocr.addLanguage({ path: data })).toEqual({ code: 'harbour', outdated: { files: 0, pages: 0 } });
  expect((await client.system.info()).ocrLanguages).toContainEqual({ code: 'harbour', name: 'Harbour', from: 'added' });
  await client.settings.update({ ocrLanguages: ['harbour'] });
  await expect(client.ocr.removeLanguage({ code: 'harbour' })).rejects.toMatchObject({ code: 'CONFLICT' });

  // Somebody moved the library without them.
  rmSync(join(libraryPath, 'ocr-languages'), { recursive: true });
  await client.recordings.findFfmpeg();
  await ingest(host, files);
  const { id } = await client.library.assetAt({ path: join(files, 'notice.png') });
  expect((await client.library.asset({ id })).reason).toContain('“harbour”');
  const all = { scope: { scope: 'library' } } as const;
  expect(await client.ocr.outdated(all)).toEqual({ files: 0, pages: 0 });

  expect((await client.ocr.addLanguage({ path: data })).outdated).toEqual({ files: 1, pages: 1 });
  const { jobId } = await client.ocr.readAgain(all);
  await ended(client, jobId);
  expect(await client.ocr.file({ id })).toMatchObject({ languages: ['harbour'], pages: 1, unsurePages: [] });
  expect((await client.library.asset({ id })).reason).toBe('');
  expect(await client.ocr.outdated(all)).toEqual({ files: 0, pages: 0 });
  await client.settings.update({ ocrLanguages: ['eng'] });
  await client.ocr.removeLanguage({ code: 'harbour' });
  expect((await client.system.info()).ocrLanguages.map(({ code }) => code)).not.toContain('harbour');
});
