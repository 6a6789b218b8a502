import Papa from 'papaparse';
import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { chunkBlocks } from '../../chunker.ts';
import { rowBlocks, tableContent } from '../table.ts';
import { readText } from './text.ts';

const ENGINE = { engine: 'papaparse', engineVersion: '1' };

/** Comma- or otherwise separated values: one sheet, each row findable with its columns' names. */
export async function extractCsv(path: SourcePath, mime: string): Promise<Extraction | Refusal> {
  const read = await readText(path);
  if ('refused' in read) return read;
  const { data, meta } = Papa.parse<string[]>(read.text.replace(/^\uFEFF/, ''), {
    delimiter: mime === 'text/tab-separated-values' ? '\t' : '',
    skipEmptyLines: 'greedy',
  });
  const sheet = { name: 'Table', rows: data };
  return {
    ...ENGINE,
    title: '',
    date: null,
    width: 0,
    height: 0,
    pages: 1,
    metadata: [
      { label: 'Rows', value: String(data.length) },
      { label: 'Separator', value: meta.delimiter === '\t' ? 'tab' : meta.delimiter },
    ],
    content: tableContent([sheet]),
    passages: chunkBlocks(rowBlocks(sheet)),
    pagesForOcr: [],
  };
}
