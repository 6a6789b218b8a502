import { examine } from '../ingest/extractors/examine.ts';
import { identify } from '../ingest/extractors/identify/identify.ts';
import { readFiles } from '../ingest/extractors/read-files.ts';
import { closeOtherDoors } from '../platform/close-other-doors.ts';
import { outOfMemoryExitCode } from './channel.ts';
import { giveWay } from './give-way.ts';
import type { MediaRequests } from './media-protocol.ts';
import { serveRequests } from './serve-requests.ts';

closeOtherDoors();
giveWay('reader');

/** Exit code of a worker whose WebAssembly engine broke down: its memory is not to be trusted with another file. */
const BROKEN_ENGINE = 71;
/** An engine, which may have 2 GB, gives up in the same way where it gets no more; it has most of that by then. */
const NEARLY_ALL_MEMORY = 1024 ** 3;

function endingWhenBroken<Request, Context, Response>(
  handler: (request: Request, context: Context) => Promise<Response>,
) {
  return async (request: Request, context: Context): Promise<Response> => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError)
        process.exit(process.memoryUsage.rss() > NEARLY_ALL_MEMORY ? outOfMemoryExitCode : BROKEN_ENGINE);
      throw error;
    }
  };
}

/** What a reader does besides telling what files are is loaded when it is first asked for. */
serveRequests<MediaRequests>({
  identify,
  examine: endingWhenBroken(examine),
  extract: endingWhenBroken(readFiles),
  opens: endingWhenBroken(async (request) => (await import('../ingest/extractors/opens.ts')).opens(request)),
  unpack: endingWhenBroken(async (request, context) =>
    (await import('../ingest/extractors/unpack/unpack.ts')).unpack(request, context),
  ),
  ocr: endingWhenBroken(async (request) =>
    (await import('../ingest/extractors/image/recognise-pages.ts')).recognisePages(request),
  ),
  render: endingWhenBroken(async (request) => (await import('../ingest/extractors/render.ts')).render(request)),
  renderRecording: async (request, context) =>
    (await import('../ingest/extractors/recording/render-recording.ts')).renderRecording(request, context),
  speech: async (request, context) =>
    (await import('../ingest/extractors/recording/speech-window.ts')).writeSpeechWindow(request, context),
  proxy: async (request, context) =>
    (await import('../ingest/extractors/recording/proxy.ts')).writeProxy(request, context),
  fingerprint: async (request) =>
    (await import('../ingest/extractors/fingerprint/fingerprint.ts')).fingerprint(request),
  writeSidecar: async (request) => (await import('../ingest/extractors/xmp/write-sidecar.ts')).writeSidecar(request),
});
