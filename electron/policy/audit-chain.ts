import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../shared/contract/policy.ts';

/** What stands in place of the hash before the first line. */
export const CHAIN_START = '0'.repeat(64);

/**
 * The hash of a line: SHA-256 over the hash of the line before it, a line feed, and the line's fields as a JSON array
 * in this order. Nothing before a line can change without changing its hash.
 */
export function chainHash(before: string, entry: Omit<AuditEntry, 'hash'>): string {
  const { sequence, time, mode, event, decision, host, purpose, model, bytesOut, content, reason } = entry;
  const sent = content.map(({ assetId, sha256 }) => [assetId, sha256]);
  const fields = [sequence, time, mode, event, decision, host, purpose, model, bytesOut, sent, reason];
  return createHash('sha256')
    .update(`${before}\n${JSON.stringify(fields)}`)
    .digest('hex');
}

/** Follows a chain line by line and collects what is wrong with it. */
export class ChainVerifier {
  readonly problems: string[] = [];
  /** The hash of the last line seen. */
  head = CHAIN_START;
  entries = 0;

  add(entry: AuditEntry): void {
    if (entry.sequence !== this.entries + 1)
      this.problems.push(`Line ${this.entries + 1} is missing: line ${entry.sequence} follows line ${this.entries}.`);
    if (chainHash(this.head, entry) !== entry.hash)
      this.problems.push(
        `Line ${entry.sequence} does not follow from the lines before it: it or one before it was changed.`,
      );
    this.entries = entry.sequence;
    this.head = entry.hash;
  }
}
