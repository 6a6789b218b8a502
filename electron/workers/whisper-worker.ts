import { closeOtherDoors } from '../platform/close-other-doors.ts';
import { serveRequests } from './serve-requests.ts';
import { Turns } from './turns.ts';
import { WhisperModel } from './whisper/engine.ts';
import { readWhisperFile } from './whisper/ggml-file.ts';
import { measureSpeech } from './whisper/slice.ts';
import { transcribeSlice } from './whisper/transcribe.ts';
import type { WhisperRequests } from './whisper-protocol.ts';

closeOtherDoors();

/** whisper.cpp takes all threads for each slice. */
const turns = new Turns();

async function inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const leave = await turns.take(signal);
  try {
    return await work();
  } finally {
    leave();
  }
}

/** The entry of the process that hosts whisper.cpp. */
serveRequests<WhisperRequests>({
  inspect: async ({ path }) => readWhisperFile(path),

  load: ({ path }, { signal }) =>
    inTurn(signal, async () => {
      await WhisperModel.open(path);
      return null;
    }),

  unload: ({ path }, { signal }) =>
    inTurn(signal, async () => {
      await WhisperModel.unload(path);
      return null;
    }),

  state: async () => ({ models: WhisperModel.held() }),

  measure: async ({ speech }) => ({ durationMs: measureSpeech(speech) }),

  transcribeSlice: (request, { signal }) => inTurn(signal, () => transcribeSlice(request, signal)),
});
