export const EPUB = 'application/epub+zip';
export const PACKED_FICTION_BOOK = 'application/x-zip-compressed-fb2';
/** Books of Mobipocket and Kindle. */
export const MOBI = 'application/x-mobipocket-ebook';
export const PALM_BOOK = 'application/x-palm-document';

/** Books that are told by bytes of their own, and not as texts. */
export const binaryBooks: ReadonlySet<string> = new Set([EPUB, PACKED_FICTION_BOOK, MOBI, PALM_BOOK]);
