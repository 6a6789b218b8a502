import { PdfPage } from './pdf-page.ts';
import { numbersAt, type PdfiumModule, withMemory } from './pdfium.ts';

/** FLAT_NORMALDISPLAY of fpdf_flatten.h. */
const AS_SHOWN = 0;

/**
 * The words that an annotation, such as a stamp or a signature, draws on a page. It is drawn into a copy of the page, as
 * the engine tells the text of pages alone; empty where the page cannot be copied.
 * @param page and @param annotation by their indices, from 0
 */
export function textOfAppearance(module: PdfiumModule, document: number, page: number, annotation: number): string {
  const copy = module.FPDF_CreateNewDocument();
  if (copy === 0) return '';
  try {
    const isCopied = withMemory(module, 4, (indices) => {
      numbersAt(module, indices, 4).setInt32(0, page, true);
      return module.FPDF_ImportPagesByIndex(copy, document, indices, 1, 0);
    });
    if (!isCopied) return '';
    const own = textOf(module, copy);
    onlyPage(module, copy, (handle) => {
      for (let index = module.FPDFPage_GetAnnotCount(handle) - 1; index >= 0; index--)
        if (index !== annotation) module.FPDFPage_RemoveAnnot(handle, index);
      module.FPDFPage_Flatten(handle, AS_SHOWN);
    });
    // What is drawn last comes last.
    const all = textOf(module, copy);
    return all.startsWith(own) ? all.slice(own.length).trim() : '';
  } finally {
    module.FPDF_CloseDocument(copy);
  }
}

function textOf(module: PdfiumModule, document: number): string {
  const lines = onlyPage(module, document, (page) => new PdfPage(module, page, null).lines()) ?? [];
  return lines.map(({ text }) => text).join('\n');
}

/** What `use` makes of the only page of a document; undefined where that cannot be read. */
function onlyPage<T>(module: PdfiumModule, document: number, use: (page: number) => T): T | undefined {
  const page = module.FPDF_LoadPage(document, 0);
  if (page === 0) return undefined;
  try {
    return use(page);
  } finally {
    module.FPDF_ClosePage(page);
  }
}
