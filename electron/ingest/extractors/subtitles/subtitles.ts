import { describeTime } from '../../../../shared/anchors.ts';
import type { Extraction, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { chunkBlocks, cleanText } from '../../chunker.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { failed } from '../refusal.ts';
import { readText } from '../text/read-text.ts';
import { type Cue, readCues } from './cues.ts';
import { readEbuStl } from './ebu-stl.ts';
import { readScenarist } from './scenarist.ts';
import { EBU_STL, SCENARIST, TTML } from './subtitle-types.ts';
import { readTtml } from './ttml.ts';

const ENGINE = extractors.subtitles;

/** Larger files do not fit into the reader's memory beside what is in them. */
const LARGEST_FILE = 100 * 1024 * 1024;

interface Subtitles {
  title: string;
  cues: Cue[];
  notes: string[];
}

/** Subtitles: what is said with its time, a line for each. */
export async function extractSubtitles(path: SourcePath, mime: string): Promise<Extraction | Refusal> {
  const found = subtitlesOf(path, mime);
  if (found === undefined) return failed('The subtitles are larger than 100 MB.');
  const { title, cues, notes } = found;
  return {
    ...ENGINE,
    title,
    date: null,
    width: 0,
    height: 0,
    pages: 0,
    metadata: [
      { label: 'Subtitles', value: String(cues.length) },
      { label: 'Duration', value: describeTime(cues.reduce((last, { end }) => Math.max(last, end), 0)) },
    ],
    notes,
    content: { type: 'text', format: 'plain', text: cues.map(lineOf).join('\n') },
    passages: chunkBlocks(
      cues.map(({ text, start, end }, index) => ({
        text: cleanText(text),
        anchor: { type: 'lines', start: index + 1, end: index + 1, time: { start, end } },
      })),
    ),
    pagesForOcr: [],
  };
}

function subtitlesOf(path: SourcePath, mime: string): Subtitles | undefined {
  if (mime === EBU_STL) {
    const bytes = readWhole(path, LARGEST_FILE);
    return bytes && { ...readEbuStl(bytes), notes: [] };
  }
  const { text, notes } = readText(path);
  if (mime === TTML) return { ...readTtml(text), notes };
  return { title: '', cues: mime === SCENARIST ? readScenarist(text) : readCues(text), notes };
}

function lineOf({ start, text }: Cue): string {
  return `${describeTime(start)}  ${text}`;
}
