import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { failed } from '../refusal.ts';
import { textExtraction } from '../text/text.ts';
import { readRtf } from './rtf-document.ts';

const ENGINE = extractors.rtf;
const LARGEST_FILE = 500 * 1024 * 1024;
const MOST_TEXT = 20 * 1024 * 1024;

/** Rows of metadata by RTF's names for them. */
const labels: Readonly<Record<string, string>> = {
  author: 'Author',
  subject: 'Subject',
  keywords: 'Keywords',
  doccomm: 'Description',
  company: 'Company',
  operator: 'Last saved by',
};

/** Rich Text Format, which word processors of all systems write. */
export async function extractRtf(path: SourcePath): Promise<Extraction | Refusal> {
  const bytes = readWhole(path, LARGEST_FILE);
  if (bytes === undefined) return failed('The document is larger than 500 MB.');
  const { text, cut, properties, created } = readRtf(bytes, MOST_TEXT);
  return textExtraction({
    ...ENGINE,
    text,
    format: 'markdown',
    title: properties.get('title') ?? '',
    date: created,
    metadata: Object.entries(labels)
      .map(([name, label]) => ({ label, value: properties.get(name) ?? '' }))
      .filter(({ value }) => value !== ''),
    notes: cut ? ['The document has more than 20 million characters of text. The first of them are searched.'] : [],
  });
}
