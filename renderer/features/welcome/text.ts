import type { ModelRole } from '../../../shared/contract/models.ts';

const number = new Intl.NumberFormat('en');

const en = {
  welcome: 'Welcome',
  title: 'Welcome to Holdfast',
  intro:
    'Your documents and pictures in one place: read, searchable and answering questions. All of it happens on this machine.',

  folderStep: 'Bring something to read',
  sampleTitle: 'Look around with the sample',
  sampleText: 'Letters, scans and mail about an invented lighthouse. Take it out again at any time.',
  sampleAdded: 'The sample was added',
  folderTitle: 'Add a folder of yours',
  folderText: 'Files are read where they lie. None is changed, moved or copied.',
  folderMore: 'Add another folder',
  nothingYet: 'Nothing has been added yet.',
  searchable: (searchable: number, assets: number) =>
    `${number.format(searchable)} of ${number.format(assets)} searchable`,
  looking: 'Looking through the folder…',
  read: 'All has been read.',
  reading: 'Reading progress',

  modelStep: 'Bring a model',
  optional: 'optional',
  modelText:
    'Browsing, reading and searching by words work without one. A model is a file from your disk or a stick, or one at a server of yours.',
  roles: {
    chat: {
      name: 'Chat model',
      does: 'Answers questions with citations. Without one, a question gets the best passages, quoted.',
    },
    embedding: { name: 'Embedding model', does: 'Finds what is meant, not only what is written.' },
  } satisfies Partial<Record<ModelRole, { name: string; does: string }>>,
  serving: (name: string) => `${name} serves`,
  addingModel: 'The model is being tried…',
  otherModels: 'Found on this machine, recommended, or at a server',
  moreModels: 'Add another model…',

  goStep: 'Go',
  goText: 'Search from the field above or ask there with a question mark. Press ? for all keys.',
  tryThese: 'Or try one of these:',
  /** About what the sample library tells. */
  searches: ['zinc ring type:image', '"filed unread"', 'clockmaker type:mail'],
  question: 'Why did the light fail in 1931?',
  later: 'All of this can be done later, in Settings and under Models.',
  finish: 'Open the library',
  skip: 'Skip for now',
};

export const useWelcomeText = () => en;
