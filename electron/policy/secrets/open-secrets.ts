import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import { EncryptedFile } from './encrypted-file.ts';
import { openKeychain } from './keychain.ts';
import type { SecretStore } from './secret-store.ts';
import { systemCipherStore } from './system-cipher.ts';

/**
 * The best place for keys that this machine has: Electron's cipher, else the keychain, else a file that a passphrase
 * opens. HOLDFAST_PASSPHRASE opens that file at once.
 */
export async function openSecrets(platform: Platform, libraryPath: string): Promise<SecretStore> {
  const { cipher } = platform;
  if (cipher && (await cipher.isAvailable()))
    return systemCipherStore(join(libraryPath, 'secrets-by-system.json'), cipher);
  const keychain = await openKeychain();
  if (keychain) return keychain;
  const file = new EncryptedFile(join(libraryPath, 'secrets.json'));
  const passphrase = process.env.HOLDFAST_PASSPHRASE;
  if (passphrase) await file.unlock(passphrase);
  return file;
}
