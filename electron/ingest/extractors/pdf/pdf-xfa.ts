import { xmlTokens } from '../office/xml-tokens.ts';
import { bytesAt, numbersAt, type PdfiumModule, withMemory } from './pdfium.ts';

/** FORMTYPE_XFA_FULL of fpdf_formfill.h: a form that is drawn by a program; its pages only ask to wait for that. */
const DYNAMIC = 2;
const MOST_PACKETS = 100;
/** Bytes of all packets that are read. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The lines of a dynamic form (XML Forms Architecture 3.3): what stands on it, then what is filled in; undefined for
 * documents that are no such form.
 */
export function dynamicFormLines(module: PdfiumModule, document: number): string[] | undefined {
  if (module.FPDF_GetFormType(document) !== DYNAMIC) return undefined;
  const count = Math.min(module.FPDF_GetXFAPacketCount(document), MOST_PACKETS);
  const packets: string[] = [];
  for (let index = 0, left = MOST_BYTES; index < count; index++) {
    const text = packet(module, document, index, left);
    left -= text.length;
    packets.push(text);
  }
  return formLines(packets.join('\n'));
}

/** A part of the form; empty where it has more bytes than that. */
function packet(module: PdfiumModule, document: number, index: number, most: number): string {
  const length = withMemory(module, 4, (pointer) =>
    module.FPDF_GetXFAPacketContent(document, index, 0, 0, pointer)
      ? numbersAt(module, pointer, 4).getUint32(0, true)
      : 0,
  );
  if (length === 0 || length > most) return '';
  return withMemory(module, length + 4, (pointer) => {
    const isRead = module.FPDF_GetXFAPacketContent(document, index, pointer, length, pointer + length);
    return isRead ? new TextDecoder().decode(bytesAt(module, pointer, length)) : '';
  });
}

/** Elements of a form's template with words that are shown: of labels, choices and drawn texts. */
const shown = new Set(['text', 'exData']);
const breaks = new Set(['text', 'exData', 'p', 'br', 'div', 'li']);

/** The lines in a form's XML, whose packets come in any order. */
export function formLines(xml: string): string[] {
  const lines: Record<'template' | 'data', string[]> = { template: [], data: [] };
  let part: 'template' | 'data' | undefined;
  let [held, passed] = [0, 0];
  let line = '';
  const end = () => {
    const words = line.replace(/\s+/g, ' ').trim();
    if (part && words !== '') lines[part].push(words);
    line = '';
  };
  for (const token of xmlTokens(xml)) {
    if (token.type === 'text') {
      if (part && passed === 0 && (part === 'data' || held > 0)) line += token.text;
      continue;
    }
    const step = token.type === 'open' ? 1 : token.type === 'close' ? -1 : 0;
    if (part === 'data' || breaks.has(token.name)) end();
    if (token.name === 'template' || token.name === 'data') part = step > 0 ? token.name : undefined;
    if (shown.has(token.name)) held = Math.max(0, held + step);
    if (token.name === 'script') passed = Math.max(0, passed + step);
  }
  end();
  return [...lines.template, ...lines.data];
}
