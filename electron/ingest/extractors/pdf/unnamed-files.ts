import type { EmbeddedFile } from './pdf-files.ts';
import { findObjects, streamOf } from './pdf-objects.ts';
import { stringAt } from './pdf-strings.ts';

/** Larger PDFs are not searched. */
const LARGEST_FILE = 200 * 1024 * 1024;
/** The names that a file may have, for different systems, and under which its bytes are (ISO 32000-1, 7.11.3). */
const KEYS = ['UF', 'F', 'DOS', 'Mac', 'Unix'] as const;

/**
 * The files in a PDF that are kept under another key than their name, or have no name: the engine tells of them, and then
 * not what is in them. None of an encrypted PDF.
 */
export function unnamedFiles(bytes: Buffer): EmbeddedFile[] {
  if (bytes.length > LARGEST_FILE || bytes.includes('/Encrypt')) return [];
  const objects = findObjects(bytes, bytes.toString('latin1'));
  const files: EmbeddedFile[] = [];
  for (const { text } of objects.values()) {
    if (!/\/EF\b/.test(text)) continue;
    const kept = keptIn(text, (number) => objects.get(number)?.text ?? '');
    const names = new Map(KEYS.map((key) => [key, stringAt(text, key)]));
    if (kept.size === 0 || [...kept.keys()].some((key) => names.get(key))) continue;
    const stream = objects.get([...kept.values()][0] ?? 0);
    const name = [...names.values()].find(Boolean) ?? '';
    files.push({ name, bytes: stream ? streamOf(bytes, stream) : null });
  }
  return files;
}

/** The objects that hold the bytes, by their keys. */
function keptIn(text: string, objectText: (number: number) => string): Map<(typeof KEYS)[number], number> {
  const elsewhere = /\/EF\s+(\d+)\s+\d+\s+R/.exec(text)?.[1];
  const inPlace = /\/EF\s*<<([^>]*)/.exec(text)?.[1] ?? '';
  const entries = elsewhere === undefined ? inPlace : objectText(Number(elsewhere));
  return new Map(
    KEYS.flatMap((key) => {
      const number = new RegExp(`/${key}\\s+(\\d+)\\s+\\d+\\s+R`).exec(entries)?.[1];
      return number === undefined ? [] : [[key, Number(number)] as const];
    }),
  );
}
