export const PAGES = 'application/vnd.apple.pages';
export const NUMBERS = 'application/vnd.apple.numbers';
export const KEYNOTE = 'application/vnd.apple.keynote';
/** Of one of these, of which nothing tells which. */
export const IWORK = 'application/x-iwork';

/** Documents of Apple's iWork, which have a preview of themselves with them. */
export const iWorkTypes: ReadonlySet<string> = new Set([PAGES, NUMBERS, KEYNOTE, IWORK]);

const byExtension: Readonly<Record<string, string>> = { '.pages': PAGES, '.numbers': NUMBERS, '.key': KEYNOTE };

/** Which of them a package of these names is; undefined where it is none. */
export function iWorkType(names: readonly string[], extension: string): string | undefined {
  const has = (start: string) => names.some((name) => name.startsWith(start));
  // Since 2013, and of 2009; an index.xml may lie in any archive.
  const isNew = has('Index/Document.iwa') || has('Index/Slide') || (names.includes('Index.zip') && has('Metadata/'));
  const isOld = has('index.apxl') || (has('index.xml') && (has('QuickLook/') || has('buildVersionHistory.plist')));
  if (!isNew && !isOld) return undefined;
  const named = byExtension[extension];
  if (named !== undefined) return named;
  if (has('Index/Slide') || has('index.apxl')) return KEYNOTE;
  if (has('Index/Tables/')) return NUMBERS;
  return has('Index/Document.iwa') ? PAGES : IWORK;
}
