import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import { HoldfastError } from '../../../shared/errors.ts';
import type { SecretStore } from './secret-store.ts';

/** Cost of scrypt as OWASP's password storage cheat sheet recommends it: some 128 MiB and a few tenths of a second. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };
const KEY_BYTES = 32;
const IV_BYTES = 12;
/** Encrypted under the key and checked when it is opened, so that a wrong passphrase is told at once. */
const CHECK = 'holdfast';

const sealedSchema = z.object({ iv: z.string(), tag: z.string(), text: z.string() });
const fileSchema = z.object({ salt: z.string(), check: sealedSchema, secrets: z.record(z.string(), sealedSchema) });
type Sealed = z.infer<typeof sealedSchema>;
type SecretsFile = z.infer<typeof fileSchema>;

const derive = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);

/** Keys in a file, each sealed by AES-256-GCM under a key that scrypt derives from the owner's passphrase. */
export class EncryptedFile implements SecretStore {
  readonly place = 'encrypted file';
  readonly #path: string;
  #key: Buffer | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  isLocked(): boolean {
    return this.#key === undefined;
  }

  async unlock(passphrase: string): Promise<void> {
    const file = this.#read();
    const salt = file ? Buffer.from(file.salt, 'base64') : randomBytes(16);
    const key = await derive(passphrase.normalize('NFKC'), salt, KEY_BYTES, COST);
    if (!file) this.#write({ salt: salt.toString('base64'), check: seal(key, 'check', CHECK), secrets: {} });
    else if (open(key, 'check', file.check) !== CHECK)
      throw new HoldfastError('SECRETS_LOCKED', 'That is not the passphrase of the stored keys.', 'Try again.');
    this.#key = key;
  }

  async get(name: string): Promise<string | null> {
    const key = this.#opened();
    const sealed = this.#read()?.secrets[name];
    return sealed ? open(key, name, sealed) : null;
  }

  async set(name: string, secret: string): Promise<void> {
    const key = this.#opened();
    const file = this.#read();
    if (!file) throw locked();
    this.#write({ ...file, secrets: { ...file.secrets, [name]: seal(key, name, secret) } });
  }

  async delete(name: string): Promise<void> {
    const file = this.#read();
    if (!file || !(name in file.secrets)) return;
    const { [name]: _, ...secrets } = file.secrets;
    this.#write({ ...file, secrets });
  }

  #opened(): Buffer {
    if (!this.#key) throw locked();
    return this.#key;
  }

  #read(): SecretsFile | null {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    const parsed = fileSchema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw new HoldfastError(
      'SECRETS_LOCKED',
      `The file of stored keys, ${this.#path}, is damaged.`,
      'Move it away and enter the keys again.',
    );
  }

  #write(file: SecretsFile): void {
    const temporary = `${this.#path}.new`;
    writeFileSync(temporary, JSON.stringify(file), { mode: 0o600, flush: true });
    renameSync(temporary, this.#path);
  }
}

function locked(): HoldfastError {
  return new HoldfastError(
    'SECRETS_LOCKED',
    'This machine has no keychain, so keys are kept in a file that your passphrase opens, and it is not open.',
    'Enter the passphrase; in a terminal, set HOLDFAST_PASSPHRASE.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The name is sealed in with the text, so that entries cannot be swapped. */
function seal(key: Buffer, name: string, text: string): Sealed {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), text: sealed.toString('base64') };
}

/** Null when the key is not the one, or the file was changed. */
function open(key: Buffer, name: string, { iv, tag, text }: Sealed): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'), { authTagLength: 16 })
      .setAAD(Buffer.from(name))
      .setAuthTag(Buffer.from(tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
