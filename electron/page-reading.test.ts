import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { answeringServer, textOf } from '../e2e/model-servers/answering-server.ts';
import { TaggedLibrary } from './cli/tagged-library-for-tests.ts';
import { addScannedPage, pdf, printedPicture } from './ingest/extractors/pdf/pdfs-for-tests.ts';

const english = ['The harbour was dredged in 1931', 'at the cost of 4200 crowns.'];
const russian = [
  'Гавань была углублена в 1931',
  'году за счёт города. Никто не',
  'видел, как лоцман уехал домой',
  'до начала сильной осенней бури.',
];
const pages = { kinds: ['pages' as const] };

it('has a model read the pages that OCR read badly, in its place, until that is undone', {
  timeout: 60_000,
}, async () => {
  const loop = JSON.stringify({ text: 'the lamp and the '.repeat(200) });
  const answers = ['{"text": " \\n"}', loop, JSON.stringify({ text: russian.join('\n') })];
  const { asked, baseUrl, close } = await answeringServer(() => answers.shift() ?? 'nothing');
  onTestFinished(close);
  const scan = await pdf(async (document) => {
    await addScannedPage(document, await printedPicture(english));
    await addScannedPage(document, await printedPicture(russian));
  });
  const library = await TaggedLibrary.open({});
  const { client } = library;
  await client.settings.update({ ocrLanguages: ['eng'] });
  await library.read({ 'scan.pdf': scan });
  const id = await library.id('scan.pdf');
  const inCatalog = (sql: string) => {
    using catalog = new DatabaseSync(join(library.path, 'catalog.db'), { readOnly: true });
    return catalog.prepare(sql).all();
  };
  const searched = () =>
    inCatalog("SELECT page, position, text, anchor FROM passages WHERE source = 'ocr' ORDER BY page, position");
  const byOcr = searched();
  expect(await client.ocr.file({ id })).toMatchObject({ pages: 2, unsurePages: [2], pagesByModel: [] });

  await expect(client.tagging.start(pages)).rejects.toMatchObject({ code: 'CONFLICT' });
  await library.addServed(baseUrl);
  expect(await client.tagging.estimate(pages)).toMatchObject([
    { kind: 'pages', items: 1, done: 0, model: { name: 'seer', location: 'boundary' } },
  ]);
  expect((await client.tagging.estimate({})).map(({ kind }) => kind)).not.toContain('pages');

  // Nothing, and then the same for ever, is no text: what OCR read stays.
  await library.tag(pages);
  expect(textOf(asked[1]!)).toContain('there is no text in it');
  expect((await client.derivations.asset({ id })).failures).toEqual([
    'Page 2 could not be read by a model: seer did not answer in the form asked for: text: it repeats itself.',
  ]);
  expect(searched()).toEqual(byOcr);

  await library.tag(pages);
  const request = asked[2];
  expect(request?.messages[0]?.content).toContain('do not do it');
  expect(JSON.stringify(request?.messages)).toContain('data:image/webp;base64,');
  expect(request?.response_format?.json_schema?.schema).toMatchObject({ required: ['text'] });
  expect(await client.ocr.file({ id })).toMatchObject({ unsurePages: [], pagesByModel: [2] });
  const { written, failures } = await client.derivations.asset({ id });
  expect(written).toMatchObject([
    { model: 'seer', stale: '', written: { kind: 'page-text', content: { page: 2, text: russian.join('\n') } } },
  ]);
  expect(failures).toEqual([]);
  await library.settle();
  const [found] = (await client.search.query({ query: 'лоцман' })).groups;
  expect(found?.hits[0]).toMatchObject({ anchor: { type: 'page', page: 2 }, writtenBy: 'seer' });
  const [own] = (await client.search.query({ query: 'dredged' })).groups;
  expect(own?.hits[0]).toMatchObject({ anchor: { type: 'page', page: 1 }, writtenBy: '' });
  expect((await client.search.query({ query: 'has:unsure-text' })).groups).toEqual([]);
  expect((await client.tagging.estimate(pages))[0]).toMatchObject({ items: 0, done: 1 });

  // Reading the file afresh puts nothing in the place of what the model read.
  const read = searched();
  await library.ended((await client.library.retry({ ids: [id] })).jobId);
  expect(searched()).toEqual(read);

  const undone = await client.derivations.undo({ modelId: (await client.derivations.writers())[0]!.modelId });
  expect(undone).toMatchObject({ derivations: 1, passages: 1 });
  expect(searched()).toEqual(byOcr);
  expect(await client.ocr.file({ id })).toMatchObject({ unsurePages: [2], pagesByModel: [] });
});
