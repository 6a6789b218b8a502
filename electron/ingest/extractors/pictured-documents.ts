import { booksWithCovers } from './book/book-types.ts';
import { iWorkTypes } from './office/iwork-types.ts';

/** Documents in which a picture of themselves is looked for: a book's cover, a preview. */
export const picturedDocuments: ReadonlySet<string> = new Set([...booksWithCovers, ...iWorkTypes]);
