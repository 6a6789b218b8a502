/** Passwords of files that the owner gave, by the SHA-256 of the file. They are in memory alone. */
export class Passwords {
  readonly #byHash = new Map<string, string>();

  /** The password of a file; empty where none is known. */
  of(hash: string): string {
    return this.#byHash.get(hash) ?? '';
  }

  set(hash: string, password: string): void {
    this.#byHash.set(hash, password);
  }
}
