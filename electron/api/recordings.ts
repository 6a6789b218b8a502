import type { Services } from './context.ts';
import { typedStream } from './errors.ts';
import type { Implementer } from './router.ts';

export function recordingsRoutes(api: Implementer, { programs, recordings }: Services) {
  const routes = api.recordings;
  return {
    get: routes.get.handler(({ input }) => recordings.get(input.id)),
    transcribe: routes.transcribe.handler(({ input }) => recordings.transcribe(input.ids)),
    makeProxy: routes.makeProxy.handler(({ input, signal }) => typedStream(recordings.makeProxy(input.id, signal))),
    ffmpeg: routes.ffmpeg.handler(async () => {
      await programs.look();
      return recordings.ffmpeg();
    }),
    findFfmpeg: routes.findFfmpeg.handler(() => recordings.findFfmpeg()),
  };
}
