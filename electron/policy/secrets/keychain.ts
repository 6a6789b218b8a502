import { randomUUID } from 'node:crypto';
import type { AsyncEntry } from '@napi-rs/keyring';
import type { SecretStore } from './secret-store.ts';

const SERVICE = 'Holdfast';

/** The system's keychain; null where there is none that keeps what it is given. */
export async function openKeychain(): Promise<SecretStore | null> {
  const keyring = await import('@napi-rs/keyring').catch(() => null);
  if (!keyring) return null;
  const entry = (name: string) => new keyring.AsyncEntry(SERVICE, name);
  if (!(await keeps(entry))) return null;
  return {
    place: 'keychain',
    isLocked: () => false,
    unlock: async () => undefined,
    get: (name) => entry(name).getPassword(),
    set: (name, secret) => entry(name).setPassword(secret),
    delete: async (name) => {
      await entry(name).deletePassword();
    },
  };
}

/** Tries it out: a machine may have the library for a keychain and no service behind it. */
async function keeps(entry: (name: string) => AsyncEntry): Promise<boolean> {
  const probe = entry(`probe-${randomUUID()}`);
  try {
    await probe.setPassword('probe');
    return (await probe.getPassword()) === 'probe';
  } catch {
    return false;
  } finally {
    await probe.deletePassword().catch(() => undefined);
  }
}
