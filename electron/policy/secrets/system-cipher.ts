import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { SystemCipher } from '../../platform/platform.ts';
import type { SecretStore } from './secret-store.ts';

/** Keys in a file, each encrypted by a cipher whose key the system's keychain holds (Electron's safeStorage). */
export function systemCipherStore(path: string, cipher: SystemCipher): SecretStore {
  const read = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    } catch {
      return {};
    }
  };
  const write = (secrets: Record<string, string>) => {
    writeFileSync(`${path}.new`, JSON.stringify(secrets), { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  };
  return {
    place: 'keychain',
    isLocked: () => false,
    unlock: async () => undefined,
    get: async (name) => {
      const sealed = read()[name];
      return sealed === undefined ? null : cipher.decrypt(Buffer.from(sealed, 'base64'));
    },
    set: async (name, secret) => {
      const sealed = await cipher.encrypt(secret);
      write({ ...read(), [name]: sealed.toString('base64') });
    },
    delete: async (name) => {
      const { [name]: _, ...others } = read();
      write(others);
    },
  };
}
