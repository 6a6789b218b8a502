import type { JobState } from '../../shared/contract/jobs.ts';
import type { AssetState } from '../../shared/contract/library.ts';
import type { NetworkMode } from '../../shared/contract/policy.ts';

const number = new Intl.NumberFormat('en');

/** The words that the frame and the components share; each feature has a dictionary of its own beside it. */
export const text = {
  cancel: 'Cancel',
  clear: 'Clear',
  close: 'Close',
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  previous: 'Previous',
  next: 'Next',
  placeInList: (from: number, to: number, total: number) =>
    `${number.format(from)}–${number.format(to)} of ${number.format(total)}`,

  library: 'Library',
  search: 'Search',
  chat: 'Chat',
  tags: 'Tags',
  models: 'Models',
  activity: 'Activity',
  settings: 'Settings',
  screens: 'Screens',
  goTo: (screen: string) => `Go to ${screen}`,

  searchOrAsk: 'Search or ask…',
  omniboxHelp: 'Words search the library, ? asks a question, > runs a command.',
  askThis: (question: string) => `Ask: ${question}`,
  commands: 'Commands',
  commandPlaceholder: 'Type a command',
  noCommand: 'No such command.',
  keys: 'Keyboard',
  showKeys: 'Show all keys',
  openPalette: 'Open the command palette',
  focusSearch: 'Go to the search field',

  addFolder: 'Add a folder…',
  addModel: 'Add a model…',
  findModels: 'Find models on this machine',
  connectServer: 'Connect a server of models…',
  rescan: 'Look for new and changed files',
  rescanned: 'Looking through all folders.',
  folderAdded: (path: string) => `${path} is being read.`,
  dropHere: 'Drop folders, files or models to add them. They stay where they are.',
  dropHereHidden: 'A browser does not say where dropped files lie. Use “Add a folder” instead.',
  dropPlaceHidden: 'The browser does not say where the dropped files lie, so they cannot be added like this.',
  dropNowhere: (name: string) => `“${name}” is not in a folder of this machine. Save it first, then add it.`,
  dropTooMany: (most: number) => `More than ${most} items were dropped. Drop the folder that they are in.`,
  droppedAdded: (count: number) => `${count} items are being read.`,
  modelAdded: (name: string, role: string) => `${name} now serves as ${role} model.`,
  modelKept: (name: string) => `${name} was added. Another model has its role; give it one under Models.`,
  modelLoading: 'The model is being read and tried.',
  contrast: { system: 'Use the system’s contrast', high: 'Use high contrast' },
  theme: { system: 'Use the system’s theme', light: 'Use the light theme', dark: 'Use the dark theme' },

  mode: { 'air-gapped': 'Air-gapped', boundary: 'Boundary', connected: 'Connected' } satisfies Record<
    NetworkMode,
    string
  >,
  modeMeaning: {
    'air-gapped': 'Nothing leaves this machine.',
    boundary: 'Only this machine and the hosts that you allow are reached.',
    connected: 'Services that you set up may be reached, wherever they are.',
  } satisfies Record<NetworkMode, string>,
  chatModelBroken: (name: string) => `Chat: ${name} cannot answer`,
  chatModel: (name: string, host: string | undefined) => `Chat: ${name} · ${host ?? 'this process'}`,
  noChatModel: 'No chat model',
  searchable: (searchable: string, assets: string) => `${searchable} / ${assets} searchable`,
  emptyLibrary: 'Library is empty',
  emptyLibraryHint: 'Add a folder, and what is in it can be found.',
  allSearchable: 'Everything in the library can be found by its content.',
  /** So many items that no search finds by their content, and why. */
  unfound: (count: string, state: AssetState) =>
    `${count} ${
      {
        pending: 'being read',
        failed: 'could not be read',
        quarantined: 'put aside',
        unsupported: 'not supported',
        empty: 'without content',
        ready: 'without words',
      }[state]
    }`,
  notConnected: 'Not connected',
  idle: 'Nothing to do',
  jobStates: { running: 'Running', paused: 'Paused', done: 'Done', cancelled: 'Cancelled' } satisfies Record<
    JobState,
    string
  >,
  stage: (stage: string) =>
    ({
      discover: 'Looking through folders',
      identify: 'Identifying',
      extract: 'Reading',
      unpack: 'Unpacking',
      place: 'Placing unpacked files',
      render: 'Making previews',
      ocr: 'Recognising text',
      transcribe: 'Transcribing',
      embed: 'Embedding',
      bench: 'Trying models',
      enrich: 'Describing',
      'read-page': 'Reading pages by a model',
      terms: 'Comparing with terms',
    })[stage] ?? stage,
  perMinute: (rate: string) => `${rate}/min`,
  connecting: 'Connecting…',
  connectionLost:
    'Holdfast does not answer. It is asked again until it does; if you ended it, start it again and use its new window.',
  nowhere: 'There is no such screen.',
  toLibrary: 'Go to the library',
};
