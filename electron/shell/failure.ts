import { ORPCError } from '@orpc/server';
import { HoldfastError, messageOf } from '../../shared/errors.ts';

/** What went wrong as a line for people, `<what happened> <what to do>`, whether a service or the contract threw it. */
export function failureText(thrown: unknown): string {
  return `${messageOf(thrown)} ${hintOf(thrown)}`.trim();
}

function hintOf(thrown: unknown): string {
  if (thrown instanceof HoldfastError) return thrown.hint;
  if (thrown instanceof ORPCError && typeof thrown.data?.hint === 'string') return thrown.data.hint;
  return '';
}
