/** Exit code of a worker of which an engine asked for more memory than there is for it. */
export const outOfMemoryExitCode = 72;

/** The kinds of request a worker answers: what goes in, what comes out, and what it may say meanwhile. */
export type RequestMap = Record<string, { request: unknown; response: unknown; event: unknown }>;

export type ToWorker = { type: 'request'; id: number; kind: string; payload: unknown } | { type: 'cancel'; id: number };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'event'; id: number; event: unknown }
  | { type: 'response'; id: number; payload: unknown }
  | { type: 'error'; id: number; message: string };
