import type { PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** A PDF that is open, with its own parser process: closing it ends that too. */
export interface OpenPdf {
  document: PDFDocumentProxy;
  close: () => void;
}

/** Why a PDF did not open. */
export type PdfFailure = { type: 'password' } | { type: 'broken'; reason: string } | { type: 'missing' };

export class PdfError extends Error {
  override readonly name = 'PdfError';
  readonly failure: PdfFailure;

  constructor(failure: PdfFailure, options?: ErrorOptions) {
    super(failure.type, options);
    this.failure = failure;
  }
}

/** pdf.js, loaded when the first PDF is opened. */
export const loadPdfjs = () => import('pdfjs-dist');

/**
 * Opens a PDF from an address of the host. Nothing in it runs: no scripts, no forms of XFA, no code made at run time.
 * @throws PdfError
 */
export async function openPdf(url: string, password?: string): Promise<OpenPdf> {
  const pdfjs = await loadPdfjs();
  const port = new Worker(workerScript(), { type: 'module' });
  const worker = pdfjs.PDFWorker.create({ port, verbosity: pdfjs.VerbosityLevel.ERRORS });
  const task = pdfjs.getDocument({
    url: new URL(url, document.baseURI).href,
    worker,
    enableXfa: false,
    // What is odd in other people's files is not news for the console.
    verbosity: pdfjs.VerbosityLevel.ERRORS,
    cMapUrl: addressOf('cmaps'),
    standardFontDataUrl: addressOf('standard_fonts'),
    wasmUrl: addressOf('wasm'),
    iccUrl: addressOf('iccs'),
    ...(password === undefined ? {} : { password }),
  });
  const close = () => {
    void task.destroy().finally(() => port.terminate());
  };
  try {
    return { document: await task.promise, close };
  } catch (error) {
    close();
    throw new PdfError(failureOf(error, pdfjs), { cause: error });
  }
}

function failureOf(error: unknown, pdfjs: typeof import('pdfjs-dist')): PdfFailure {
  if (error instanceof pdfjs.PasswordException) return { type: 'password' };
  if (error instanceof pdfjs.ResponseException) return { type: 'missing' };
  return { type: 'broken', reason: error instanceof Error ? error.message : String(error) };
}

function addressOf(folder: string): string {
  return new URL(`pdfjs/${folder}/`, document.baseURI).href;
}

let trustedScript: TrustedScriptUrlPolicy | undefined;

/** The worker's script; Trusted Types let only this one address through. */
function workerScript(): string {
  trustedScript ??= window.trustedTypes?.createPolicy('pdfjs', {
    createScriptURL: (url) => {
      if (url !== workerUrl) throw new TypeError('Not the address of the PDF worker');
      return url;
    },
  });
  return trustedScript?.createScriptURL(workerUrl) ?? workerUrl;
}

// TypeScript's DOM types do not have Trusted Types yet; a trusted URL goes wherever a string goes.
interface TrustedScriptUrlPolicy {
  createScriptURL: (url: string) => string;
}
declare global {
  interface Window {
    trustedTypes?: {
      createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => TrustedScriptUrlPolicy;
    };
  }
}
