import { EPUB, PACKED_FICTION_BOOK } from '../book/book-types.ts';
import { iWorkType } from '../office/iwork-types.ts';
import { PROTECTED_OFFICE } from './compound-types.ts';
import type { ZipEntry } from './zip-directory.ts';

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

/** Parts that tell what a package is. */
const typesByPart: readonly [RegExp, string][] = [
  [/^word\/document\d*\.xml$/i, `${OOXML}.wordprocessingml.document`],
  [/^xl\/workbook\.bin$/i, 'application/vnd.ms-excel.sheet.binary.macroenabled.12'],
  [/^xl\/workbook\d*\.xml$/i, `${OOXML}.spreadsheetml.sheet`],
  [/^ppt\/presentation\d*\.xml$/i, `${OOXML}.presentationml.presentation`],
  [/^visio\/document\.xml$/i, 'application/vnd.visio'],
  [/^[^/]+\.fdseq$/i, 'application/vnd.ms-xpsdocument'],
  [/^encrypted-package/, PROTECTED_OFFICE],
  [/^AndroidManifest\.xml$/, 'application/vnd.android.package-archive'],
  [/^META-INF\/MANIFEST\.MF$/, 'application/java-archive'],
];

/**
 * What a package says that it is, in a part that stands first and plain (OpenDocument 1.3, part 2, 3.3; EPUB);
 * undefined where it does not.
 */
function declaredType(head: Buffer): string | undefined {
  if (head.subarray(30, 38).toString('latin1') !== 'mimetype') return undefined;
  const size = head.readUInt32LE(18);
  const start = 38 + head.readUInt16LE(28);
  const said = head.toString('latin1', start, start + (size > 0 ? size : 100));
  // Of a file that is cut off there, nothing is known.
  return said.length < size ? undefined : /^[a-z0-9.+-]+\/[a-z0-9.+-]+/.exec(said)?.[0];
}

const openDocumentTypes: Readonly<Record<string, string>> = {
  '.odt': `${ODF}.text`,
  '.ods': `${ODF}.spreadsheet`,
  '.odp': `${ODF}.presentation`,
  '.odg': `${ODF}.graphics`,
};

/** What a ZIP file is, by its own word or the names in it; a mere archive where neither tells. */
export function typeOfZip(head: Buffer, entries: readonly Pick<ZipEntry, 'name'>[], extension: string): string {
  // Where the list of entries at the end is cut off, the first ones are still there.
  const names = entries.length > 0 ? entries.map(({ name }) => name) : localNames(head);
  const byPart = typesByPart.find(([part]) => names.some((name) => part.test(name.replaceAll('\\', '/'))))?.[1];
  const openDocument = names.includes('content.xml') && names.includes('META-INF/manifest.xml');
  const byExtension = openDocument ? openDocumentTypes[extension] : undefined;
  return (
    byPart ??
    iWorkType(names, extension) ??
    declaredType(head) ??
    byExtension ??
    undeclaredBook(names) ??
    'application/zip'
  );
}

/** E-books that do not declare what they are where it is looked for, or at all. */
function undeclaredBook(names: readonly string[]): string | undefined {
  if (names.includes('META-INF/container.xml') && names.some((name) => name.endsWith('.opf'))) return EPUB;
  return names.length === 1 && names[0]?.toLowerCase().endsWith('.fb2') ? PACKED_FICTION_BOOK : undefined;
}

/** The names of entries that stand before the entries themselves (APPNOTE 4.3.7). */
function localNames(head: Buffer): string[] {
  const [, ...entries] = head.toString('latin1').split('PK\u0003\u0004');
  return entries.map((entry) => entry.slice(26, 26 + entry.charCodeAt(22) + entry.charCodeAt(23) * 256));
}
