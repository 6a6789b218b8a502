import type { Extraction } from '../../../workers/media-protocol.ts';
import { extractors } from '../readers.ts';

/** What an archive is in itself: nothing but what is to be unpacked of it. */
export function archiveExtraction(): Extraction {
  return {
    ...extractors.archive,
    title: '',
    date: null,
    width: 0,
    height: 0,
    pages: 0,
    metadata: [],
    content: { type: 'none' },
    passages: [],
    notes: [],
    pagesForOcr: [],
    hasParts: true,
  };
}
