import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import type { Extraction, Identity, Refusal } from '../../workers/media-protocol.ts';
import { extract } from './extract.ts';
import { identify } from './identify/identify.ts';

/** Writes a file and reads it as ingest does, in this process. */
export async function read(
  name: string,
  bytes: Uint8Array | string,
): Promise<{ identity: Identity; found: Extraction | Refusal }> {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  const identity = await identify({ path });
  return { identity, found: await extract({ path, identity }) };
}

/** The extraction of a file that can be read. */
export async function extracted(name: string, bytes: Uint8Array | string): Promise<Extraction> {
  const { found } = await read(name, bytes);
  if ('refused' in found) expect.fail(`${name} was refused: ${found.reason}`);
  return found;
}

/** Why a file cannot be read. */
export async function refusal(name: string, bytes: Uint8Array | string): Promise<Refusal> {
  const { found } = await read(name, bytes);
  if (!('refused' in found)) expect.fail(`${name} was read.`);
  return found;
}

/** All text of an extraction's passages, a line each. */
export function passagesText({ passages }: Extraction): string {
  return passages.map(({ text }) => text).join('\n');
}
