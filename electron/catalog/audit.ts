import type { AuditEntry } from '../../shared/contract/policy.ts';
import type { Catalog } from './database.ts';

type AuditRow = Omit<AuditEntry, 'content'> & { content: string };

const columns =
  'sequence, time, mode, event, decision, host, purpose, model, bytes_out AS bytesOut, content, reason, hash';

/** The lines of the audit log, as they were written. */
export class AuditRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  last(): AuditEntry | undefined {
    return this.before(Number.MAX_SAFE_INTEGER, 1)[0];
  }

  /** Entries before a sequence number, newest first. */
  before(sequence: number, limit: number): AuditEntry[] {
    return this.#catalog
      .all<AuditRow>(`SELECT ${columns} FROM audit WHERE sequence < ? ORDER BY sequence DESC LIMIT ?`, sequence, limit)
      .map(entryOf);
  }

  /** Entries after a sequence number, oldest first. */
  after(sequence: number, limit: number): AuditEntry[] {
    return this.#catalog
      .all<AuditRow>(`SELECT ${columns} FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?`, sequence, limit)
      .map(entryOf);
  }

  add(entry: AuditEntry): void {
    this.#catalog.run(
      'INSERT INTO audit (sequence, time, mode, event, decision, host, purpose, model, bytes_out, content, reason, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      entry.sequence,
      entry.time,
      entry.mode,
      entry.event,
      entry.decision,
      entry.host,
      entry.purpose,
      entry.model,
      entry.bytesOut,
      JSON.stringify(entry.content),
      entry.reason,
      entry.hash,
    );
  }
}

function entryOf(row: AuditRow): AuditEntry {
  return { ...row, content: JSON.parse(row.content) as AuditEntry['content'] };
}
