/**
 * Every error that a person may meet has a code for programs, a sentence that says
 * what happened and to what, and a sentence that says what to do next.
 */
export const errorCodes = [
  'LIBRARY_IN_USE',
  'LIBRARY_TOO_NEW',
  'LIBRARY_DAMAGED',
  'NOT_FOUND',
  'PATH_UNREADABLE',
  'PASSWORD_WRONG',
  'DISK_FULL',
  'QUERY_INVALID',
  'MODEL_REFUSED',
  'MODEL_FAILED',
  'WORKER_FAILED',
  'EGRESS_REFUSED',
  'SECRETS_LOCKED',
  'PROVIDER_FAILED',
  'CONFLICT',
  'INVALID_INPUT',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export class HoldfastError extends Error {
  override readonly name = 'HoldfastError';
  readonly code: ErrorCode;
  /** What the person can do about it, as a sentence; empty when there is nothing to do. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint = '', options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** The text of anything thrown, without a stack trace. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
