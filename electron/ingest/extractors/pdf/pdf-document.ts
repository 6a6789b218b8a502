import { textOfAppearance } from './pdf-appearances.ts';
import { type EmbeddedFile, embeddedFile } from './pdf-files.ts';
import { PdfForm } from './pdf-form.ts';
import { PdfOutline, readOutline } from './pdf-outline.ts';
import { PdfPage } from './pdf-page.ts';
import { dynamicFormLines } from './pdf-xfa.ts';
import { bytesAt, type PdfiumModule, pdfium, utf16, withMemory, withName } from './pdfium.ts';
import { unnamedFiles } from './unnamed-files.ts';

/** FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of fpdfview.h. */
const PASSWORD_ERROR = 4;
const SECURITY_ERROR = 5;

/** Pages looked at for something to read before a document is taken for empty. */
const PAGES_LOOKED_AT = 50;
/** Pages that are looked through of one document; a damaged one may claim any number. */
export const MOST_PAGES = 20_000;

/** `protected`: it wants a password. `locked`: it is encrypted otherwise. `damaged`: it makes no sense. */
type PdfProblem = 'protected' | 'locked' | 'too large' | 'damaged';

export class PdfError extends Error {
  override readonly name = 'PdfError';
  readonly problem: PdfProblem;

  constructor(message: string, problem: PdfProblem) {
    super(message);
    this.problem = problem;
  }
}

/** An open PDF. Close it: its memory is not the garbage collector's. */
export class PdfDocument {
  readonly #module: PdfiumModule;
  readonly #data: number;
  readonly #size: number;
  readonly #document: number;
  readonly #form: PdfForm | null;
  #outline: PdfOutline | undefined;
  /** The page that was read last: it may be asked for again, and with it go fonts that the next one may have, too. */
  #last: { number: number; handle: number } | undefined;
  readonly pageCount: number;

  private constructor(module: PdfiumModule, data: number, size: number, document: number) {
    this.#module = module;
    this.#data = data;
    this.#size = size;
    this.#document = document;
    this.#form = PdfForm.of(module, document);
    this.pageCount = module.FPDF_GetPageCount(document);
  }

  /**
   * @param password empty for a document that wants none
   * @throws PdfError when PDFium cannot read it, or only with another password.
   */
  static async open(bytes: Uint8Array, password = ''): Promise<PdfDocument> {
    const module = await pdfium();
    const data = module.malloc(bytes.length);
    if (data === 0) throw new PdfError('it is too large to be opened', 'too large');
    bytesAt(module, data, bytes.length).set(bytes);
    const document = withName(module, password, (secret) =>
      module.FPDF_LoadMemDocument(data, bytes.length, password === '' ? 0 : secret),
    );
    if (document === 0) {
      const error = module.FPDF_GetLastError();
      module.free(data);
      if (error === PASSWORD_ERROR) throw new PdfError('it is protected by a password', 'protected');
      if (error === SECURITY_ERROR) throw new PdfError('it is encrypted in a way that cannot be read', 'locked');
      throw new PdfError('its structure cannot be read, and no pages could be found in it', 'damaged');
    }
    return new PdfDocument(module, data, bytes.length, document);
  }

  close(): void {
    if (this.#last) this.#module.FPDF_ClosePage(this.#last.handle);
    this.#form?.close();
    this.#module.FPDF_CloseDocument(this.#document);
    this.#module.free(this.#data);
  }

  /** An entry of the document information dictionary, such as `Title`; empty where there is none. */
  info(tag: string): string {
    const module = this.#module;
    return withName(module, tag, (name) => {
      const size = module.FPDF_GetMetaText(this.#document, name, 0, 0);
      return withMemory(module, size, (buffer) => {
        module.FPDF_GetMetaText(this.#document, name, buffer, size);
        return utf16(module, buffer, size - 2);
      });
    });
  }

  /** Its table of contents, read when it is first asked for; empty where it has none. */
  get outline(): PdfOutline {
    this.#outline ??= new PdfOutline(readOutline(this.#module, this.#document));
    return this.#outline;
  }

  /** The lines of a form that its pages do not show; undefined where it is none. */
  dynamicForm(): string[] | undefined {
    return dynamicFormLines(this.#module, this.#document);
  }

  /** The files in it, of the document and of its pages. */
  *files(): Generator<EmbeddedFile> {
    let unnamed: EmbeddedFile[] | undefined;
    for (const file of this.#filesOfEngine()) {
      if (file.bytes === null) unnamed ??= unnamedFiles(Buffer.from(bytesAt(this.#module, this.#data, this.#size)));
      yield (file.bytes === null && unnamed && taken(unnamed, file.name)) || file;
    }
  }

  *#filesOfEngine(): Generator<EmbeddedFile> {
    const module = this.#module;
    const count = module.FPDFDoc_GetAttachmentCount(this.#document);
    for (let index = 0; index < count; index++) {
      const attachment = module.FPDFDoc_GetAttachment(this.#document, index);
      if (attachment !== 0) yield embeddedFile(module, attachment);
    }
    for (let number = 1; number <= Math.min(this.pageCount, MOST_PAGES); number++)
      yield* this.#readable(number, (page) => page.files()) ?? [];
  }

  /** Whether there are files in it that are pinned to no page. */
  hasFiles(): boolean {
    return this.#module.FPDFDoc_GetAttachmentCount(this.#document) > 0;
  }

  /** Whether a page can be read that has anything on it; empty and broken documents are alike in this. */
  hasContent(): boolean {
    for (let number = 1; number <= Math.min(this.pageCount, PAGES_LOOKED_AT); number++)
      if (this.#readable(number, (page) => page.hasContent())) return true;
    return false;
  }

  /** What is read of a page; undefined where it cannot be read. */
  #readable<T>(number: number, read: (page: PdfPage) => T): T | undefined {
    try {
      return this.page(number, read);
    } catch (error) {
      if (error instanceof PdfError) return undefined;
      throw error;
    }
  }

  /** The words that an annotation draws on a page; the page is counted from 1, the annotation from 0. */
  textOfAppearance(number: number, annotation: number): string {
    return textOfAppearance(this.#module, this.#document, number - 1, annotation);
  }

  /** Runs `read` on a page, counted from 1, which asks for no other. @throws PdfError when the page cannot be read. */
  page<T>(number: number, read: (page: PdfPage) => T): T {
    return read(new PdfPage(this.#module, this.#opened(number), this.#form));
  }

  #opened(number: number): number {
    const last = this.#last;
    if (last?.number === number) return last.handle;
    const handle = this.#module.FPDF_LoadPage(this.#document, number - 1);
    if (handle === 0) throw new PdfError(`page ${number} cannot be read`, 'damaged');
    if (last) this.#module.FPDF_ClosePage(last.handle);
    this.#last = { number, handle };
    return handle;
  }
}

/** Takes the file of a name out of several; the only one is it, however its name was read. */
function taken(files: EmbeddedFile[], name: string): EmbeddedFile | undefined {
  const same = files.findIndex((file) => file.name === name);
  const [file] = same < 0 && files.length > 1 ? [] : files.splice(Math.max(0, same), 1);
  return file && { ...file, name };
}
