import type { Refusal } from '../../workers/media-protocol.ts';

/** No reader for this format. */
export function unsupported(reason: string): Refusal {
  return { refused: 'unsupported', reason };
}

/** A reader that could not read this file. */
export function failed(reason: string): Refusal {
  return { refused: 'failed', reason };
}

/** What is said of every protected document: nothing else about it can be known. */
export const PASSWORD_NEEDED = 'It is protected by a password. Save a copy without the password and add that.';
