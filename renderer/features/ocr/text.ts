import type { OcrScope } from '../../../shared/contract/ocr.ts';

const number = new Intl.NumberFormat('en');
const counted = (count: number, one: string, many: string) => `${number.format(count)} ${count === 1 ? one : many}`;

const en = {
  languages: 'Languages of scans',
  languagesFor: (scope: OcrScope, name: string) =>
    ({
      library: 'Languages of scans',
      folder: `Languages of scans in ${name}`,
      tag: `Languages of scans tagged “${name}”`,
      file: `Languages of ${name}`,
    })[scope.scope],
  choose: 'Languages of scans…',
  how: 'How they are read',
  ways: { inherit: 'As elsewhere', named: 'In these languages', automatic: 'By their script' },
  wayEffects: {
    inherit: 'What is chosen further out holds: for a tag, for the folder, for the library.',
    named: 'The first language counts most. Each one more makes reading slower.',
    automatic:
      'The script of each page is found first, and how the page lies. It is then read in the languages of that script: those of the library, in their order, or else what is installed.',
  },
  automatic: 'by their script',
  from: {
    library: 'as everywhere in the library',
    folder: 'chosen for its folder',
    tag: 'chosen for its tag',
    file: 'chosen for this file',
  } satisfies Record<OcrScope['scope'], string>,
  moveDown: (name: string) => `Move ${name} down`,
  moveUp: (name: string) => `Move ${name} up`,
  addLanguage: (name: string) => `Add ${name}`,
  removeLanguage: (name: string) => `Remove ${name}`,
  lastLanguage: 'At least one language is needed',
  save: 'Save',
  notNow: 'Not now',
  readAgain: (pages: number) => (pages === 1 ? 'Read it again' : 'Read them again'),
  outdated: (pages: number, files: number) =>
    `${counted(pages, 'page', 'pages')} of ${counted(files, 'file', 'files')} ${pages === 1 ? 'was' : 'were'} read in other languages.`,
  readingAgain: (pages: number) => `${counted(pages, 'page is', 'pages are')} read again.`,
  saved: 'Languages saved. All pages were read so already.',

  others: 'Other languages',
  othersEffect: 'For some folders, the files with a tag, or single files. What is nearest to a file holds.',
  forFolder: 'For a folder…',
  forTag: 'For a tag…',
  whichTag: 'Languages for a tag',
  tag: 'Tag',
  next: 'Next',
  tagChosen: (tag: string) => `Tag “${tag}”`,
  edit: (name: string) => `Change the languages of ${name}`,
  takeBack: (name: string) => `No own languages for ${name}`,

  ownData: 'Added languages',
  ownDataEffect:
    'More languages, or data made for your own documents, from files as Tesseract 4 and 5 read them, such as spa.traineddata. They are copied into the library and used in place of others for that language.',
  addData: 'Add a language…',
  dataAdded: (name: string) => `${name} can be chosen now.`,
  removeData: (name: string) => `Remove the data for ${name}`,

  scans: 'Text recognition',
  readIn: 'Languages',
  confidence: 'Confidence',
  sure: (confidence: number, pages: number) =>
    `${Math.round(confidence)}%${pages > 1 ? ` on ${number.format(pages)} pages` : ''}`,
  noText: 'no text was found',
  unsure: 'Unsure',
  pagesListed: (pages: readonly number[]) =>
    `${pages.length === 1 ? 'page' : 'pages'} ${pages.slice(0, 8).join(', ')}${pages.length > 8 ? ` and ${number.format(pages.length - 8)} more` : ''}`,
  readBy: (model: string) => `Read by ${model}`,
  undoReadBy: (model: string) => `Undo what ${model} read, and search what OCR read`,
  readUndone: 'What OCR read is searched again.',

  readPages: 'Read pages by a model…',
  readPagesTitle: 'Read pages by a model',
  readPagesText:
    'The model for pictures reads pages that OCR was not sure of, or could not read. Its text is searched instead, marked as its own, until you undo it. What stands on a page is never taken for an instruction.',
  readPagesEffect:
    'Pages that OCR was not sure of can be found with has:unsure-text, and read by the model for pictures.',
  unsurePages: 'Unsure pages',
  showUnsure: 'Show the files',
  allPages: 'Also pages that OCR was sure of',
  againPages: 'Also pages that a model has read already',
  noPages: 'There are no such pages here.',
  readWith: (model: string) => `Read again with ${model}`,
  read: 'Read again',
  started: 'The pages are being read.',
  estimating: 'Looking at what there is to do…',
  chooseModels: 'Choose models',
};

export const useOcrText = () => en;
