const number = new Intl.NumberFormat('en');
const counted = (count: number, one: string, many: string) => `${number.format(count)} ${count === 1 ? one : many}`;

const en = {
  writtenBy: (model: string) => `Written by ${model}`,
  answered: (count: number, more: boolean, milliseconds: number) =>
    `${number.format(count)}${more ? '+' : ''} ${count === 1 ? 'result' : 'results'} in ${number.format(Math.max(1, Math.round(milliseconds)))} ms`,
  coverage: (searchable: number, all: number) => `${number.format(searchable)} of ${number.format(all)} searchable`,
  date: 'Date',
  emptyTitle: 'There is nothing to search yet',
  emptyText: 'Add a folder: what is in it can be found as soon as it has been read.',
  filters: 'Filters',
  foundBy: {
    words: 'Found by its words',
    meaning: 'Found by its meaning',
    both: 'Found by words and meaning',
    filters: 'Found by the filters',
  },
  /** What could not have been found: because it is still being read, and for other reasons. */
  hidden: (pending: number, others: number) =>
    [
      pending > 0 ? `${counted(pending, 'file is', 'files are')} still being read.` : '',
      others > 0 ? `${counted(others, 'file', 'files')} of the library cannot be found by content.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  toCoverage: 'See what can be found',
  kind: 'Kind',
  kinds: {
    image: 'Image',
    video: 'Video',
    audio: 'Sound',
    pdf: 'PDF',
    document: 'Document',
    spreadsheet: 'Spreadsheet',
    slides: 'Slides',
    text: 'Text',
    web: 'Web page',
    mail: 'Mail',
    archive: 'Archive',
    other: 'Other',
  },
  leaveItOut: 'Leave it out',
  meaningSearched: 'Words and meaning searched',
  nothingFound: (query: string) => `Nothing found for ${query.includes('"') ? query : `“${query}”`}`,
  ownDates: 'Own dates',
  presets: { any: 'Any time', week: 'Last 7 days', month: 'Last 30 days', year: 'Last 365 days' },
  preview: 'Preview',
  removeFilter: (filter: string) => `Remove filter ${filter}`,
  results: 'Results',
  score: (score: number) => `score ${score.toPrecision(3)}`,
  search: 'Search',
  searchAgain: 'The library has changed: search again',
  showMore: 'Show more',
  tips: [
    { example: 'harbour survey', meaning: 'Words rank the results; not all of them must occur.' },
    { example: '"harbour survey"', meaning: 'A phrase must stand as written.' },
    { example: 'harbour -draft', meaning: 'A minus leaves out files with the word.' },
    {
      example: 'harbour type:pdf',
      meaning: 'Only one kind: pdf, image, video, audio, document, spreadsheet, slides, text, web, mail, archive.',
    },
    { example: 'harbour after:2023-06 before:2024', meaning: 'Only files dated in between.' },
    { example: 'in:reports harbour', meaning: 'Only files in a folder of that name.' },
    { example: 'tag:important', meaning: 'Only files with a tag.' },
    {
      example: 'rating:4+ camera:nikon has:gps',
      meaning: 'Only pictures with four stars and more, by a camera, that say where they were taken.',
    },
    { example: 'has:unsure-text', meaning: 'Only files with scanned pages whose text is rather a guess.' },
  ],
  tipsIntro: 'Type in the field above. Plain questions work as well as words.',
  tipsTitle: 'Search everything you have',
  tryOther: 'Use fewer or other words.',
  tryWider: 'Take a filter away.',
  withoutFilters: 'Search without the filters',
  withoutQuotes: 'Search for the words instead of the phrase',
  filtersOnly: 'Newest first',
  wordsOnly: (reason: string) => `Only words searched: ${reason}`,
};

export const useSearchText = () => en;
