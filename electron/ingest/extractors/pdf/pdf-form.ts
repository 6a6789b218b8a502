import { bytesAt, type PdfiumModule, utf16, withMemory } from './pdfium.ts';

/** Bytes of FPDF_FORMFILLINFO and its version (fpdf_formfill.h); without callbacks, as nothing is filled in. */
const INFO_SIZE = 256;
const INFO_VERSION = 2;
/** FPDF_FORMFIELD_COMBOBOX, _LISTBOX and _TEXTFIELD: what people write or choose. */
const TEXT_FIELDS = new Set([4, 5, 6]);
/** FPDF_FORMFIELD_PUSHBUTTON, _CHECKBOX and _RADIOBUTTON. */
const BUTTONS = new Set([1, 2, 3]);

/** The form of a document, which knows what stands in its fields. Close it before the document. */
export class PdfForm {
  readonly #module: PdfiumModule;
  readonly #info: number;
  readonly #form: number;

  private constructor(module: PdfiumModule, info: number, form: number) {
    this.#module = module;
    this.#info = info;
    this.#form = form;
  }

  /** The form of a document; null where it has none. */
  static of(module: PdfiumModule, document: number): PdfForm | null {
    if (module.FPDF_GetFormType(document) === 0) return null;
    const info = module.malloc(INFO_SIZE);
    bytesAt(module, info, INFO_SIZE).fill(0).set([INFO_VERSION]);
    const form = module.FPDFDOC_InitFormFillEnvironment(document, info);
    if (form !== 0) return new PdfForm(module, info, form);
    module.free(info);
    return null;
  }

  /** What stands in the field that an annotation shows; empty where that is no text. */
  valueOf(annotation: number): string {
    const module = this.#module;
    if (!TEXT_FIELDS.has(module.FPDFAnnot_GetFormFieldType(this.#form, annotation))) return '';
    const size = module.FPDFAnnot_GetFormFieldValue(this.#form, annotation, 0, 0);
    return withMemory(module, size, (buffer) => {
      module.FPDFAnnot_GetFormFieldValue(this.#form, annotation, buffer, size);
      return utf16(module, buffer, size - 2);
    });
  }

  /** Whether an annotation is there to write into, to choose or to press; a signature is not. */
  isControl(annotation: number): boolean {
    const type = this.#module.FPDFAnnot_GetFormFieldType(this.#form, annotation);
    return TEXT_FIELDS.has(type) || BUTTONS.has(type);
  }

  close(): void {
    this.#module.FPDFDOC_ExitFormFillEnvironment(this.#form);
    this.#module.free(this.#info);
  }
}
