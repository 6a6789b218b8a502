import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { AuditEntry, AuditVerdict } from '../../shared/contract/policy.ts';
import type { AuditRepository } from '../catalog/audit.ts';
import type { Catalog } from '../catalog/database.ts';
import { CHAIN_START, ChainVerifier, chainHash } from './audit-chain.ts';

/** Lines checked or handed out in one turn of the event loop. */
const BATCH = 500;
const headSchema = z.object({ sequence: z.number(), hash: z.string() });

/**
 * The append-only log of what left and what was refused. Its lines are chained by their hashes, and a file beside the
 * catalog remembers the last one, so that a catalog put back to an earlier state is noticed too.
 */
export class AuditLog {
  readonly #catalog: Catalog;
  readonly #entries: AuditRepository;
  readonly #headPath: string;

  constructor({ catalog, entries, libraryPath }: { catalog: Catalog; entries: AuditRepository; libraryPath: string }) {
    this.#catalog = catalog;
    this.#entries = entries;
    this.#headPath = join(libraryPath, 'audit-head.json');
  }

  /** Adds a line; it is on the disk when this returns. Throws when it cannot be kept: what it tells of must not happen then. */
  append(line: Omit<AuditEntry, 'sequence' | 'time' | 'hash'>): AuditEntry {
    const added = this.#catalog.transaction('durable', () => {
      const last = this.#entries.last();
      const unsigned = { ...line, sequence: (last?.sequence ?? 0) + 1, time: Date.now() };
      const entry = { ...unsigned, hash: chainHash(last?.hash ?? CHAIN_START, unsigned) };
      this.#entries.add(entry);
      return entry;
    });
    this.#rememberHead(added);
    return added;
  }

  /** Entries before a sequence number, newest first. */
  before(sequence: number | undefined, limit: number): AuditEntry[] {
    return this.#entries.before(sequence ?? Number.MAX_SAFE_INTEGER, limit);
  }

  /** Every entry, oldest first. */
  async *all(): AsyncGenerator<AuditEntry> {
    for (let last = 0; ; ) {
      const batch = this.#entries.after(last, BATCH);
      if (batch.length === 0) return;
      yield* batch;
      last = batch.at(-1)?.sequence ?? last;
      await nextTurn();
    }
  }

  /** Checks every line against the one before it, and the last one against what the file beside the catalog remembers. */
  async verify(): Promise<AuditVerdict> {
    const remembered = this.#rememberedHead();
    const chain = new ChainVerifier();
    for await (const entry of this.all()) {
      chain.add(entry);
      if (remembered && entry.sequence === remembered.sequence && entry.hash !== remembered.hash)
        chain.problems.push(`Line ${entry.sequence} is not the one that was written: the log was replaced.`);
    }
    if (remembered && remembered.sequence > chain.entries)
      chain.problems.push(
        `The log ends at line ${chain.entries}, and line ${remembered.sequence} was written once: its end was cut off.`,
      );
    return { entries: chain.entries, head: chain.head, problems: chain.problems };
  }

  #rememberHead({ sequence, hash }: AuditEntry): void {
    const temporary = `${this.#headPath}.new`;
    writeFileSync(temporary, JSON.stringify({ sequence, hash }), { flush: true });
    renameSync(temporary, this.#headPath);
  }

  #rememberedHead(): z.infer<typeof headSchema> | null {
    try {
      return headSchema.parse(JSON.parse(readFileSync(this.#headPath, 'utf8')));
    } catch {
      // Nothing was ever logged, or a crash came between the line and the file: the chain alone is checked then.
      return null;
    }
  }
}
