import { ORPCError } from '@orpc/server';
import { HoldfastError, messageOf } from '../../shared/errors.ts';

/** What went wrong as a line for people, `<what happened> <what to do>`, whether a service or the contract threw it. */
export function failureText(thrown: unknown): string {
  return `${whatOf(thrown)} ${hintOf(thrown)}`.trim();
}

/** Of input that the contract refused, what is wrong with it: the contract says that, and the error only that it is. */
function whatOf(thrown: unknown): string {
  const issues: unknown =
    thrown instanceof ORPCError && thrown.code === 'BAD_REQUEST' ? thrown.data?.issues : undefined;
  const [issue] = Array.isArray(issues) ? issues : [];
  return typeof issue?.message === 'string' ? issue.message : messageOf(thrown);
}

function hintOf(thrown: unknown): string {
  if (thrown instanceof HoldfastError) return thrown.hint;
  if (thrown instanceof ORPCError && typeof thrown.data?.hint === 'string') return thrown.data.hint;
  return '';
}
