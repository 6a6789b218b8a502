// How long the product's search takes in a library of 100,000 passages, against the bare full-text query of LanceDB
// on the same index for the same words, with the same limit: once for ids alone, and once for the rows with their texts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as lancedb from '@lancedb/lancedb';
import { ingest, openLibrary } from './library.ts';
import { mean, percentile, printTable, scratchFolder, timed } from './measure.ts';
import { Prose } from './prose.ts';

const FILES = 2000;
const PARAGRAPHS = 50;
/** Long enough that no two paragraphs make one passage. */
const PARAGRAPH_LENGTH = 640;
const QUERIES = 200;
const WARM_UP = 40;
const MOST_WORDS = 8;
/** As the command line and as the window ask for. */
const LIMITS = [10, 50];

function writeFiles(folder: string): void {
  mkdirSync(folder);
  const prose = new Prose(1);
  for (let file = 0; file < FILES; file++) {
    const paragraphs = Array.from({ length: PARAGRAPHS }, () => prose.paragraph(PARAGRAPH_LENGTH));
    writeFileSync(join(folder, `${prose.queryWords(2).join(' ')} ${file}.txt`), paragraphs.join('\n\n'));
  }
}

const scratch = scratchFolder();
const files = join(scratch, 'files');
const libraryPath = join(scratch, 'library');
writeFiles(files);
const host = await openLibrary(libraryPath);
const reading = await timed(() => ingest(host, files));
const { passages } = await host.client.library.coverage();
console.log(`${passages} passages of ${reading.result} files, ingested in ${reading.seconds.toFixed(0)} s.`);

const connection = await lancedb.connect(join(libraryPath, 'index'));
const table = await connection.openTable('passages');
const bare = (words: string, limit: number) =>
  table.query().fullTextSearch(new lancedb.MatchQuery(words, 'text')).limit(limit);
const searches = {
  product: (words: string, limit: number) => host.client.search.query({ query: words, limit }),
  /** Reads no texts, which the product shows: less than anybody could do with. */
  'LanceDB, ids': (words: string, limit: number) => bare(words, limit).select(['id', 'asset', '_score']).toArray(),
  'LanceDB, rows': (words: string, limit: number) => bare(words, limit).toArray(),
};
type Name = keyof typeof searches;
const names = Object.keys(searches) as Name[];

async function compare(limit: number): Promise<void> {
  const milliseconds: Record<Name, number[]> = { product: [], 'LanceDB, ids': [], 'LanceDB, rows': [] };
  const prose = new Prose(2);
  for (let query = 0; query < WARM_UP + QUERIES; query++) {
    const words = prose.queryWords(1 + (query % MOST_WORDS)).join(' ');
    // In turn, so that none has the warmer caches.
    const order = [...names.slice(query % names.length), ...names.slice(0, query % names.length)];
    for (const name of order) {
      const { seconds } = await timed<unknown>(() => searches[name](words, limit));
      if (query >= WARM_UP) milliseconds[name].push(seconds * 1000);
    }
  }
  const row = (label: string, figure: (values: readonly number[]) => number) => {
    const [product = 0, ...raw] = names.map((name) => figure(milliseconds[name]));
    return [label, product.toFixed(1), ...raw.flatMap((value) => [value.toFixed(1), (product / value).toFixed(2)])];
  };
  console.log(`${QUERIES} queries of 1–${MOST_WORDS} words, ${limit} results, in milliseconds:`);
  printTable([
    ['', 'product', ...names.slice(1).flatMap((name) => [name, 'ratio'])],
    row('mean', mean),
    row('p50', (values) => percentile(values, 0.5)),
    row('p95', (values) => percentile(values, 0.95)),
  ]);
}

for (const limit of LIMITS) await compare(limit);
connection.close();
await host.close();
