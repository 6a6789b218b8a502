export const EPUB = 'application/epub+zip';
export const PACKED_FICTION_BOOK = 'application/x-zip-compressed-fb2';
/** Books of Mobipocket and Kindle. */
export const MOBI = 'application/x-mobipocket-ebook';
export const PALM_BOOK = 'application/x-palm-document';

export const FICTION_BOOK = 'application/x-fictionbook+xml';

/** Books of which the cover is looked for. */
export const booksWithCovers: ReadonlySet<string> = new Set([EPUB, FICTION_BOOK, PACKED_FICTION_BOOK, MOBI]);

/** Books that are told by bytes of their own, and not as texts. */
export const binaryBooks: ReadonlySet<string> = new Set([EPUB, PACKED_FICTION_BOOK, MOBI, PALM_BOOK]);
