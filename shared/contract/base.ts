import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorCodes } from '../errors.ts';

/**
 * The error every procedure may answer with: `message` says what happened and to what,
 * `data.hint` what to do next.
 */
const failure = { data: z.object({ hint: z.string() }) };

type Failures = Record<(typeof errorCodes)[number], typeof failure>;
const failures = Object.fromEntries(errorCodes.map((code) => [code, failure])) as Failures;

/** The start of every procedure in the contract: declares the typed errors once. */
export const procedure = oc.errors(failures);
