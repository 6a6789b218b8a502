import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { makeArchive } from '../../e2e/archive.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { zip } from '../ingest/extractors/unpack/archives-for-tests.ts';
import { encodeWav, tone } from '../workers/whisper/wav-for-tests.ts';
import { type LibrarySnapshot, librarySnapshot, tasksLeft } from './library-snapshot.ts';

const entry = join(import.meta.dirname, '../cli.ts');
/** By hand more may be asked for. */
const KILLS = Number(process.env.HOLDFAST_KILLS ?? 6);

/** Files of many kinds: quick ones, slow ones, broken ones, and the same content twice. */
async function makeFiles(folder: string): Promise<void> {
  await makeArchive(folder);
  const notes = join(folder, 'notes');
  mkdirSync(notes);
  for (let note = 0; note < 240; note++) {
    const lines = Array.from(
      { length: 30 },
      (_, line) => `Note ${note % 220}, line ${line}: the tide stood at ${(note * line) % 97}.`,
    );
    writeFileSync(join(notes, `${note}.${note % 3 ? 'txt' : 'md'}`), lines.join('\n\n'));
  }
  const logs = Object.fromEntries(
    Array.from({ length: 60 }, (_, log) => [
      `logs/${log}.txt`,
      Buffer.from(`Log ${log}: the tide stood at ${log % 7}.`),
    ]),
  );
  writeFileSync(join(folder, 'logs.zip'), zip({ ...logs, 'inner.zip': zip({ 'again.txt': Buffer.from('Again.') }) }));
  cpSync(join(folder, 'notice.png'), join(notes, 'the same notice.png'));
  writeFileSync(join(folder, 'tone.wav'), encodeWav([tone(440, 8000, 2)], { rate: 8000, bits: 16 }));
  writeFileSync(join(folder, 'broken.pdf'), '%PDF-1.7\nnot a PDF at all');
  writeFileSync(join(folder, 'broken.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  writeFileSync(join(folder, 'nothing.txt'), '');
  writeFileSync(join(folder, 'program.bin'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0]));
}

/** Ingests in a process of its own and answers whether it came to its end; kill -9 strikes after `killAfter` ms. */
async function ingest(folder: string, library: string, killAfter?: number): Promise<boolean> {
  const child = spawn(process.execPath, [entry, 'ingest', folder, '--library', library], { stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (killAfter === undefined) return (await ended) === 0;
  const timer = new AbortController();
  const killed = after(killAfter, 'kill' as const, { signal: timer.signal }).catch(() => null);
  const first = await Promise.race([ended, killed]);
  timer.abort();
  if (first === 'kill') child.kill('SIGKILL');
  return (await ended) === 0;
}

it(`ends with the same library after ${KILLS} kills at random moments as without any`, {
  timeout: 300_000,
}, async () => {
  const scratch = temporaryFolder();
  const folder = join(scratch, 'files');
  await makeFiles(folder);
  const undisturbed = join(scratch, 'undisturbed');
  const started = performance.now();
  expect(await ingest(folder, undisturbed)).toBe(true);
  const duration = performance.now() - started;
  const expected = await librarySnapshot(undisturbed);
  expect(tasksLeft(undisturbed)).toBe(0);
  expect(expected.indexed).toHaveLength(expected.passages.length);

  let kills = 0;
  let struckAtWork = 0;
  for (let round = 0; kills < KILLS; round++) {
    const library = join(scratch, `killed-${round}`);
    const moments: number[] = [];
    for (let finished = false; !finished; ) {
      const moment = kills < KILLS ? Math.random() * duration : undefined;
      finished = await ingest(folder, library, moment);
      if (finished) break;
      kills++;
      if (tasksLeft(library) > 0) struckAtWork++;
      moments.push(Math.round(moment ?? 0));
    }
    const when = moments.length > 0 ? `killed after ${moments.join(', ')} ms` : 'not killed';
    for (const [part, rows] of Object.entries(await librarySnapshot(library)))
      expect(rows, `${part}, ${when}`).toEqual(expected[part as keyof LibrarySnapshot]);
  }
  expect(struckAtWork).toBeGreaterThan(0);
});
