import type { ErrorCode } from '../../shared/errors.ts';

/** An error for people: what happened, and what to do where something can be done. */
export interface Explained {
  message: string;
  hint: string;
}

/** Whether what was asked for is not there, as against could not be fetched. */
export function isNotFound(error: unknown): boolean {
  return hasCode(error, 'NOT_FOUND');
}

/** Whether it could not be done because the owner's passphrase is wanted first. */
export function wantsPassphrase(error: unknown): boolean {
  return hasCode(error, 'SECRETS_LOCKED');
}

/** Whether a file does not open with the password that was given. */
export function isWrongPassword(error: unknown): boolean {
  return hasCode(error, 'PASSWORD_WRONG');
}

function hasCode(error: unknown, code: ErrorCode): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

/** What a thrown thing says to people; the host's typed errors bring their hint along. */
export function explain(error: unknown): Explained {
  const message = error instanceof Error && error.message !== '' ? error.message : String(error);
  const data: unknown = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  const hint = typeof data === 'object' && data !== null && 'hint' in data ? String(data.hint) : '';
  return { message, hint };
}
