import { UNLOCK_NEEDED } from '../../../shared/password-needed.ts';
import type { Refusal } from '../../workers/media-protocol.ts';

/** No reader for this format. */
export function unsupported(reason: string): Refusal {
  return { refused: 'unsupported', reason };
}

/** A reader that could not read this file. */
export function failed(reason: string): Refusal {
  return { refused: 'failed', reason };
}

/** What is said of a protected document that cannot be opened here: nothing else about it can be known. */
export const PASSWORD_NEEDED = `${UNLOCK_NEEDED} Save a copy without the password and add that.`;
/** And of one that can. */
export const PASSWORD_WANTED = `${UNLOCK_NEEDED} Give the password, and it is read.`;

export const DOCUMENT_DAMAGED =
  'The document is damaged and cannot be opened. Get another copy of it, or save it anew.';
