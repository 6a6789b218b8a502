import type { Services } from './context.ts';
import { typedStream } from './errors.ts';
import type { Implementer } from './router.ts';

/** Files shown of each group of failures. */
const FILES_PER_GROUP = 50;

export function jobsRoutes(
  api: Implementer,
  { board, failures, failureService, library, programs, resumeJob }: Services,
) {
  const routes = api.jobs;
  async function* watch(signal: AbortSignal | undefined) {
    for await (const _ of board.changes.watch(signal)) yield board.list();
  }
  return {
    list: routes.list.handler(() => board.list()),
    watch: routes.watch.handler(({ signal }) => typedStream(watch(signal))),
    pause: routes.pause.handler(({ input }) => library.pause(input.id)),
    resume: routes.resume.handler(({ input }) => resumeJob(input.id)),
    cancel: routes.cancel.handler(({ input }) => library.cancel(input.id)),
    failures: routes.failures.handler(() => {
      void programs.look();
      return failures.groups(FILES_PER_GROUP);
    }),
    failurePaths: routes.failurePaths.handler(({ input }) => failures.paths(input)),
    setIgnored: routes.setIgnored.handler(async ({ input }) => ({ files: await failureService.setIgnored(input) })),
    retryFailures: routes.retryFailures.handler(async ({ input }) => ({
      jobId: await failureService.readAgain(input),
    })),
  };
}
