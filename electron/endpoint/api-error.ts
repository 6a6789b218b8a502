import { type ErrorCode, HoldfastError, messageOf } from '../../shared/errors.ts';

/** An error as OpenAI's protocol tells it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** For programs, such as `model_not_found`. */
  readonly code: string;
  /** The field of the request that is wrong. */
  readonly param: string | null;

  constructor(status: number, code: string, message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
  }
}

/** A request that says something that cannot be done. */
export function badRequest(message: string, param: string | null = null): ApiError {
  return new ApiError(400, 'invalid_request', message, param);
}

const statuses: Partial<Record<ErrorCode, number>> = {
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  EGRESS_REFUSED: 403,
  SECRETS_LOCKED: 503,
  PROVIDER_FAILED: 502,
  DISK_FULL: 507,
};

/** Anything thrown as an error of the protocol. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (!(thrown instanceof HoldfastError)) return new ApiError(500, 'internal_error', messageOf(thrown));
  const message = [thrown.message, thrown.hint].filter(Boolean).join(' ');
  return new ApiError(statuses[thrown.code] ?? 500, thrown.code.toLowerCase(), message);
}

/** The error as the body of an answer, or as the last event of one that had begun. */
export function errorBody({ status, code, message, param }: ApiError): object {
  return { error: { message, type: typeOf(status), param, code } };
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
}
