import { messageOf } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { SecretStore } from '../policy/secrets/secret-store.ts';

const nameOf = (sha256: string) => `file password ${sha256}`;

/**
 * Passwords of files that the owner gave, by the SHA-256 of the file: in memory, and with the keys where the owner wants
 * them kept. The catalog knows of a file that it has a kept one, and no more.
 */
export class Passwords {
  readonly #catalog: Catalog;
  readonly #secrets: SecretStore;
  readonly #given = new Map<string, string>();

  constructor(parts: { catalog: Catalog; secrets: SecretStore }) {
    this.#catalog = parts.catalog;
    this.#secrets = parts.secrets;
  }

  /** The password of a file; empty where none is known, or the keys are locked. */
  async of(sha256: string): Promise<string> {
    const given = this.#given.get(sha256);
    if (given !== undefined) return given;
    if (!this.#isKept(sha256)) return '';
    try {
      const kept = (await this.#secrets.get(nameOf(sha256))) ?? '';
      this.#given.set(sha256, kept);
      return kept;
    } catch (error) {
      console.error(`A file’s password cannot be fetched: ${messageOf(error)}`);
      return '';
    }
  }

  /**
   * Takes a password, and keeps it with the keys where that is wanted.
   * @throws HoldfastError SECRETS_LOCKED
   */
  async give(sha256: string, password: string, keep: boolean): Promise<void> {
    if (keep) {
      await this.#secrets.set(nameOf(sha256), password);
      this.#catalog.transaction('durable', () =>
        this.#catalog.run('UPDATE assets SET password_kept = 1 WHERE hash = ?', sha256),
      );
    }
    this.#given.set(sha256, password);
  }

  #isKept(sha256: string): boolean {
    return this.#catalog.get('SELECT 1 FROM assets WHERE hash = ? AND password_kept = 1', sha256) !== undefined;
  }
}
