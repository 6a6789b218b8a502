import type { AssetKind } from '../../../../shared/contract/library.ts';

const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

/** Packages of XML of which the words are read, and not how they are laid out. */
const kinds: Readonly<Record<string, AssetKind>> = {
  'application/vnd.ms-xpsdocument': 'document',
  'application/hwp+zip': 'document',
  [`${OPEN_DOCUMENT}.chart`]: 'document',
  [`${OPEN_DOCUMENT}.text-web`]: 'document',
};

/** The kind of a package of which the words are read; undefined for other formats. */
export function packageKind(mime: string): AssetKind | undefined {
  return Object.hasOwn(kinds, mime) ? kinds[mime] : undefined;
}

/** Packages that LibreOffice reads as they are laid out, and of which the words are read without it. */
export const oldPackages: ReadonlySet<string> = new Set([
  'application/vnd.sun.xml.writer',
  'application/vnd.sun.xml.writer.template',
  'application/vnd.sun.xml.writer.global',
  'application/vnd.sun.xml.calc',
  'application/vnd.sun.xml.calc.template',
  'application/vnd.sun.xml.impress',
  'application/vnd.sun.xml.impress.template',
  'application/vnd.sun.xml.draw',
  'application/vnd.sun.xml.draw.template',
  `${OPEN_DOCUMENT}.text-master`,
  // Those of today: of the older ones, which are compound files, nothing is read.
  'application/vnd.visio',
]);
