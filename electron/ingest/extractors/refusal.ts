import type { Refusal } from '../../workers/media-protocol.ts';

/** No reader for this format. */
export function unsupported(reason: string): Refusal {
  return { refused: 'unsupported', reason };
}

/** A reader that could not read this file. */
export function failed(reason: string): Refusal {
  return { refused: 'failed', reason };
}
