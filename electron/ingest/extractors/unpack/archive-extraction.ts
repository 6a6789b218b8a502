import type { Extraction } from '../../../workers/media-protocol.ts';

/** What an archive is in itself: nothing but what is to be unpacked of it. */
export function archiveExtraction(): Extraction {
  return {
    engine: 'archive',
    engineVersion: '1',
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
