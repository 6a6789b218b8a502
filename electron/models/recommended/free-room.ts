import { statfs } from 'node:fs/promises';
import { HoldfastError } from '../../../shared/errors.ts';

/** Left free, so that the library can go on working. */
const reserveBytes = 256 * 2 ** 20;

/** Bytes that may be written to the drive of a folder. */
export async function freeRoom(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.max(0, bavail * bsize - reserveBytes);
}

/** @throws HoldfastError DISK_FULL */
export async function requireRoom(folder: string, needed: number): Promise<void> {
  const free = await freeRoom(folder);
  if (needed > free)
    throw diskFull(folder, `The model needs ${gibibytes(needed)} more, and ${folder} has room for ${gibibytes(free)}.`);
}

export function diskFull(folder: string, message = `There is no room left in ${folder}.`): HoldfastError {
  return new HoldfastError(
    'DISK_FULL',
    message,
    `Free some space on the drive of ${folder}, then get the model again.`,
  );
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(2)} GiB`;
}
