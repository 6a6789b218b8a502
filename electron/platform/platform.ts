/** A child process as the host sees it, whichever shell started it. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Sends a structured-cloneable message; does nothing once the process has ended. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once; `code` is null when a signal ended the process. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  /** Ends the process at once (SIGKILL or the system's equivalent). */
  kill(): void;
}

export const workerEntries = ['index-worker', 'media-worker', 'model-worker', 'onnx-worker', 'whisper-worker'] as const;
/** The built entry file of a child process, without its folder and extension. */
export type WorkerEntry = (typeof workerEntries)[number];

/** Encrypts with a key that the system keeps for this person. */
export interface SystemCipher {
  isAvailable(): Promise<boolean>;
  encrypt(text: string): Promise<Buffer>;
  decrypt(sealed: Buffer): Promise<string>;
}

/** What differs between Electron, the browser shell and the CLI. */
export interface Platform {
  readonly shell: 'electron' | 'browser' | 'cli';
  readonly version: string;
  /** The folder with what ships beside the code: the sample library, licences. */
  readonly resourcesPath: string;
  /** Starts a child process; `heapMegabytes` limits its JavaScript heap. */
  startWorker(entry: WorkerEntry, options: { heapMegabytes: number }): WorkerProcess;
  /** The system's own dialogs, where the shell has them; each answers null when the person cancelled. */
  readonly dialogs: {
    pickFolder(): Promise<string | null>;
    pickFile(extensions: readonly string[]): Promise<string | null>;
  } | null;
  /** The shell's own cipher for secrets, where it has one. */
  readonly cipher: SystemCipher | null;
  /** Shows a file in the system's file browser, where the shell can. */
  readonly reveal: ((path: string) => void) | null;
}
