/** Where a key may be kept: the system's keychain, or a file that only a passphrase opens. */
export type SecretPlace = 'keychain' | 'encrypted file';

/** Keeps keys, by name. What it holds never goes to the catalog, the log or a window. */
export interface SecretStore {
  readonly place: SecretPlace;
  /** Whether it must be opened with the owner's passphrase first. */
  isLocked(): boolean;
  /**
   * Opens it; the first passphrase ever given becomes the passphrase.
   * @throws HoldfastError SECRETS_LOCKED when it is not the right one.
   */
  unlock(passphrase: string): Promise<void>;
  /** @throws HoldfastError SECRETS_LOCKED */
  get(name: string): Promise<string | null>;
  /** @throws HoldfastError SECRETS_LOCKED */
  set(name: string, secret: string): Promise<void>;
  delete(name: string): Promise<void>;
}
