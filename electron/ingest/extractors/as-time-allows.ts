import { messageOf } from '../../../shared/errors.ts';
import type { Fault } from '../../workers/media-protocol.ts';

/** Milliseconds after which no other file is begun, so that whoever waits for the reader has it soon. */
const TIME_AT_ONCE = 250;

/** Does something with files one after the other; null for those that there is no time for any more. */
export async function asTimeAllows<File, Done>(
  files: readonly File[],
  signal: AbortSignal,
  work: (file: File) => Promise<Done>,
): Promise<(Done | Fault | null)[]> {
  const until = performance.now() + TIME_AT_ONCE;
  const done: (Done | Fault | null)[] = [];
  for (const file of files) {
    const hasTime = done.length === 0 || (performance.now() < until && !signal.aborted);
    done.push(hasTime ? await work(file).catch(asFault) : null);
  }
  return done;
}

/** A broken engine is no matter of one file. */
export function asFault(thrown: unknown): Fault {
  if (thrown instanceof WebAssembly.RuntimeError) throw thrown;
  return { fault: messageOf(thrown) };
}
