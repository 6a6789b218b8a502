import type { Part } from './coverage-parts.ts';

const number = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const counted = (count: number, one: string, many: string) => `${number.format(count)} ${count === 1 ? one : many}`;

const en = {
  library: 'Library',
  overview: 'Overview',
  coverage: 'Coverage',
  missing: 'Missing',
  duplicates: 'Duplicates',
  suggestions: 'To review',

  coverageText: 'How much of the library a search can find, and what became of the rest.',
  byContent: 'By content',
  found: (searchable: number, assets: number) =>
    `${number.format(searchable)} of ${counted(assets, 'item', 'items')} can be found by what is in ${assets === 1 ? 'it' : 'them'}`,
  /** Rounded down: what is not all is never said to be all, and what is there never to be nothing. */
  share: (part: number, whole: number) =>
    whole === 0
      ? ''
      : part > 0 && part / whole < 0.001
        ? `< ${percent.format(0.001)}`
        : percent.format(Math.floor((part / whole) * 1000) / 1000),
  kinds: {
    found: 'Found by content',
    wordless: 'Read, without words',
    pending: 'Being read',
    failed: 'Could not be read',
    quarantined: 'Put aside',
    unsupported: 'Not a supported format',
    empty: 'No content',
  } satisfies Record<Part, string>,
  meanings: {
    found: 'Their text, or what is said or seen in them.',
    wordless: 'Found by name, date, tags and place. A model can describe them.',
    pending: 'They show as soon as they are read.',
    failed: 'Activity says why, and what can be done.',
    quarantined: 'Reading them ended the reader, or they unpack to too much.',
    unsupported: 'Found by name.',
    empty: 'Found by name.',
  } satisfies Record<Part, string>,
  all: 'All items',
  byMeaning: 'By meaning',
  embedded: (done: number, all: number) =>
    `${number.format(done)} of ${counted(all, 'passage has', 'passages have')} a vector`,
  noEmbedding: 'No model serves embedding, so searches go by words alone.',
  toModels: 'Go to the models',
  files: 'Files',
  filesText: 'Every file of your folders, and what lies in archives and mails, is one of these.',
  inventory: {
    items: 'Items',
    copies: 'Further copies of the same bytes',
    sidecars: 'Sidecars',
    unreadable: 'Could not be opened at all',
    noFiles: 'Links, pipes and devices, which are no files',
    waiting: 'Waiting to be identified',
    files: 'All files',
    missing: 'Missing items, counted apart',
  },
  showThese: (what: string) => `Show: ${what}`,

  missingText: 'These are no longer where they were. What is known of them is kept, and comes back with the file.',
  noneMissingTitle: 'Nothing is missing',
  noneMissingText: 'Every file of the library is where it was last seen.',
  noneMissingBesidesTitle: 'Nothing else is missing',
  noneMissingBesidesText: 'Every other file of the library is where it was last seen.',
  away: (path: string) => `${path} is away.`,
  awayText: (files: number) =>
    `Its ${counted(files, 'file is', 'files are')} not counted as missing, and nothing of them is lost. They can be opened once it is back.`,
  lookAgain: 'Look again',
  locate: 'Locate…',
  locateNamed: (name: string) => `Locate ${name}`,
  lookedIn: (path: string) => `${path} is being looked through.`,
  removeNamed: (name: string) => `Remove ${name} from the library`,
  removeAll: (count: number) => `Remove all ${number.format(count)}…`,
  removeTitle: (count: number, name: string) =>
    count === 1
      ? `Remove “${name}” from the library?`
      : `Remove ${number.format(count)} missing items from the library?`,
  removeText: (count: number) =>
    `${count === 1 ? 'Its' : 'Their'} tags, text and descriptions are forgotten. Should the file come back, it is read anew.`,
  removeAction: 'Remove',
  removed: (count: number) => `${counted(count, 'item was', 'items were')} removed from the library.`,
  tagged: (count: number) => counted(count, 'tag', 'tags'),
};

export const useOverviewText = () => en;
