// How well the product ranks, on the Cranfield collection, against a textbook BM25 over the same texts.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Bm25 } from './bm25.ts';
import { ingest, openLibrary } from './library.ts';
import { corpusFolder, mean, printTable, scratchFolder } from './measure.ts';

const DEPTH = 10;

interface Text {
  id: string;
  text: string;
}

/**
 * nDCG@10 (Järvelin and Kekäläinen 2002): the gain is the grade itself, discounted by log2(rank + 1); the ideal is the
 * best order of all texts that are judged relevant.
 */
function ndcg(found: readonly string[], grades: ReadonlyMap<string, number>): number {
  const dcg = (gains: readonly number[]) =>
    gains.slice(0, DEPTH).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
  const ideal = [...grades.values()].sort((one, other) => other - one);
  return dcg(found.map((id) => grades.get(id) ?? 0)) / dcg(ideal);
}

function recall(found: readonly string[], grades: ReadonlyMap<string, number>): number {
  const relevant = [...grades].filter(([, grade]) => grade > 0);
  return relevant.filter(([id]) => found.slice(0, DEPTH).includes(id)).length / relevant.length;
}

function readTexts(path: string): Text[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Text);
}

/** Query → text → grade. */
function readGrades(path: string): Map<string, Map<string, number>> {
  const grades = new Map<string, Map<string, number>>();
  for (const line of readFileSync(path, 'utf8').trim().split('\n')) {
    const [query = '', id = '', grade = ''] = line.split('\t');
    grades.set(query, (grades.get(query) ?? new Map<string, number>()).set(id, Number(grade)));
  }
  return grades;
}

async function compare(corpus: string): Promise<void> {
  const texts = readTexts(join(corpus, 'docs.jsonl'));
  const queries = readTexts(join(corpus, 'queries.jsonl'));
  const grades = readGrades(join(corpus, 'qrels.tsv'));

  const scratch = scratchFolder();
  const files = join(scratch, 'files');
  mkdirSync(files);
  for (const { id, text } of texts) writeFileSync(join(files, `${id}.txt`), text);
  const host = await openLibrary(join(scratch, 'library'));
  const ready = await ingest(host, files);
  const bm25 = new Bm25(new Map(texts.map(({ id, text }) => [id, text])));

  const rankings = {
    product: async (query: string) => {
      const { groups } = await host.client.search.query({ query, limit: DEPTH });
      return groups.map(({ asset }) => basename(asset.path, '.txt'));
    },
    BM25: async (query: string) => bm25.search(query, DEPTH),
  };
  const scores = { product: { ndcg: 0, recall: 0 }, BM25: { ndcg: 0, recall: 0 } };
  for (const name of ['product', 'BM25'] as const) {
    const measured: { ndcg: number; recall: number }[] = [];
    for (const { id, text } of queries) {
      const judged = grades.get(id);
      if (!judged) continue;
      const found = await rankings[name](text);
      measured.push({ ndcg: ndcg(found, judged), recall: recall(found, judged) });
    }
    scores[name] = {
      ndcg: mean(measured.map((score) => score.ndcg)),
      recall: mean(measured.map((score) => score.recall)),
    };
  }
  await host.close();

  console.log(`${ready} texts read, ${queries.length} queries in plain words; nDCG@10 with the grades as gains.`);
  const { product, BM25 } = scores;
  const row = (name: string, measure: 'ndcg' | 'recall') => [
    name,
    product[measure].toFixed(4),
    BM25[measure].toFixed(4),
    (product[measure] / BM25[measure]).toFixed(3),
  ];
  printTable([['', 'product', 'BM25', 'ratio'], row('nDCG@10', 'ndcg'), row('recall@10', 'recall')]);
}

const corpus = corpusFolder('cranfield');
if (corpus !== undefined) await compare(corpus);
