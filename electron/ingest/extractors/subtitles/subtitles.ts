import { describeTime } from '../../../../shared/anchors.ts';
import type { Extraction, SourcePath } from '../../../workers/media-protocol.ts';
import { chunkBlocks, cleanText } from '../../chunker.ts';
import { extractors } from '../readers.ts';
import { readText } from '../text/read-text.ts';
import { type Cue, readCues } from './cues.ts';

const ENGINE = extractors.subtitles;

/** Subtitles of SubRip and WebVTT: what is said with its time, a line for each. */
export async function extractSubtitles(path: SourcePath): Promise<Extraction> {
  const { text, notes } = readText(path);
  const cues = readCues(text);
  return {
    ...ENGINE,
    title: '',
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

function lineOf({ start, text }: Cue): string {
  return `${describeTime(start)}  ${text}`;
}
