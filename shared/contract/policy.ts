import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './base.ts';

/**
 * Where bytes may go. `air-gapped`: no further than this machine. `boundary`: also to the hosts on the allow-list.
 * `connected`: anywhere, and to hosts that are not on the list only over TLS.
 */
export const networkModes = ['air-gapped', 'boundary', 'connected'] as const;
export const networkModeSchema = z.enum(networkModes);
export type NetworkMode = z.infer<typeof networkModeSchema>;

export const networkPolicySchema = z.object({
  mode: networkModeSchema,
  /** Hosts that may be reached in `boundary` mode: `name`, `*.name`, an address or an address range, each with an optional port. */
  allowList: z.array(z.string()),
});
export type NetworkPolicy = z.infer<typeof networkPolicySchema>;

/** Content of the library that a request carries: the asset, and the SHA-256 of the very text that goes out. */
export const sentContentSchema = z.object({ assetId: z.string(), sha256: z.string() });
export type SentContent = z.infer<typeof sentContentSchema>;

export const auditEntrySchema = z.object({
  /** Counts from 1 without gaps. */
  sequence: z.number(),
  time: z.number(),
  /** The mode in force. */
  mode: networkModeSchema,
  /** A request that asked to go out; one that was ended by a change of the policy; the change itself. */
  event: z.enum(['request', 'ended', 'policy']),
  decision: z.enum(['allowed', 'refused']),
  /** Host and port; empty for a change of the policy. */
  host: z.string(),
  purpose: z.string(),
  /** The model that is asked; empty where there is none. */
  model: z.string(),
  bytesOut: z.number(),
  content: z.array(sentContentSchema),
  /** Why it was refused or ended, or what the policy became. */
  reason: z.string(),
  /** SHA-256 over the line before this one and this line, in hexadecimal. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditVerdictSchema = z.object({
  entries: z.number(),
  /** The hash of the last line: kept elsewhere, it proves later that nothing before it was changed. */
  head: z.string(),
  /** What is wrong; empty when the chain is whole. */
  problems: z.array(z.string()),
});
export type AuditVerdict = z.infer<typeof auditVerdictSchema>;

export const policyContract = {
  get: procedure.output(networkPolicySchema),
  /** Changes the given parts; running calls that are no longer allowed end at once. INVALID_INPUT names a wrong entry. */
  update: procedure.input(networkPolicySchema.partial()).output(networkPolicySchema),
  /** The policy now and after each change. */
  watch: procedure.output(eventIterator(networkPolicySchema)),
};

export const auditContract = {
  /** Entries before `before`, newest first. */
  list: procedure
    .input(z.object({ before: z.number().optional(), limit: z.number().int().min(1).max(1000).default(100) }))
    .output(z.array(auditEntrySchema)),
  /** Every entry, oldest first. */
  all: procedure.output(eventIterator(auditEntrySchema)),
  verify: procedure.output(auditVerdictSchema),
};
