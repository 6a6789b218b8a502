import type { Extraction } from '../../../workers/media-protocol.ts';
import { type Section, sectionsExtraction } from '../text/sections.ts';
import { languageName } from './language-name.ts';

/** Characters of a book's description that are kept. */
const LONGEST_DESCRIPTION = 2000;
/** Characters of a book that are read: what is searched has to be shown. */
export const MOST_TEXT = 20 * 1024 * 1024;

/** What a book says of itself, each text as it stands in the file. */
export interface BookAbout {
  title: string;
  authors: readonly string[];
  language: string;
  publisher: string;
  subjects: readonly string[];
  description: string;
  /** As it is written: a date, a year. */
  date: string;
}

/** The extraction of an e-book: its chapters are places in it. */
export function bookExtraction(found: {
  engine: string;
  engineVersion: string;
  about: BookAbout;
  chapters: readonly Section[];
  notes: readonly string[];
}): Extraction {
  const { about, chapters, engine, engineVersion, notes } = found;
  const rows = [
    { label: 'Author', value: about.authors.join(', ') },
    { label: 'Language', value: about.language === '' ? '' : languageName(about.language) },
    { label: 'Publisher', value: about.publisher },
    { label: 'Subject', value: about.subjects.join(', ') },
    { label: 'Description', value: about.description.slice(0, LONGEST_DESCRIPTION) },
    { label: 'Chapters', value: chapters.length > 1 ? String(chapters.length) : '' },
  ];
  const time = Date.parse(about.date.trim());
  return sectionsExtraction({
    engine,
    engineVersion,
    sections: chapters,
    format: 'plain',
    title: about.title,
    date: Number.isFinite(time) ? time : null,
    metadata: rows
      .map(({ label, value }) => ({ label, value: value.replace(/\s+/g, ' ').trim() }))
      .filter(({ value }) => value !== ''),
    notes,
  });
}
