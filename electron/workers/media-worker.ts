import { constants, setPriority } from 'node:os';
import sharp from 'sharp';
import { examine } from '../ingest/extractors/examine.ts';
import { extract } from '../ingest/extractors/extract.ts';
import { fingerprint } from '../ingest/extractors/fingerprint/fingerprint.ts';
import { identify } from '../ingest/extractors/identify/identify.ts';
import { recognisePages } from '../ingest/extractors/image/recognise-pages.ts';
import { opens } from '../ingest/extractors/opens.ts';
import { writeProxy } from '../ingest/extractors/recording/proxy.ts';
import { renderRecording } from '../ingest/extractors/recording/render-recording.ts';
import { writeSpeechWindow } from '../ingest/extractors/recording/speech-window.ts';
import { render } from '../ingest/extractors/render.ts';
import { unpack } from '../ingest/extractors/unpack/unpack.ts';
import { writeSidecar } from '../ingest/extractors/xmp/write-sidecar.ts';
import { closeOtherDoors } from '../platform/close-other-doors.ts';
import type { MediaRequests } from './media-protocol.ts';
import { serveRequests } from './serve-requests.ts';

closeOtherDoors();
giveWay();

// One file at a time in this process, and as many processes as cores.
sharp.concurrency(1);
sharp.cache(false);

/** Lets the host, which answers people, and the programs that they work with go first. Not every system lets it. */
function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It reads all the same.
  }
}

/** Exit code of a worker whose WebAssembly engine broke down: its memory is not to be trusted with another file. */
const BROKEN_ENGINE = 71;

function endingWhenBroken<Request, Context, Response>(
  handler: (request: Request, context: Context) => Promise<Response>,
) {
  return async (request: Request, context: Context): Promise<Response> => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) process.exit(BROKEN_ENGINE);
      throw error;
    }
  };
}

serveRequests<MediaRequests>({
  identify,
  examine: endingWhenBroken(examine),
  extract: endingWhenBroken(extract),
  opens: endingWhenBroken(opens),
  unpack: endingWhenBroken(unpack),
  ocr: endingWhenBroken(recognisePages),
  render: endingWhenBroken(render),
  renderRecording,
  speech: writeSpeechWindow,
  proxy: writeProxy,
  fingerprint,
  writeSidecar,
});
