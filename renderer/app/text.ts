import type { JobState } from '../../shared/contract/jobs.ts';
import type { NetworkMode } from '../../shared/contract/policy.ts';

/** The words that the frame and the components share; each feature has a dictionary of its own beside it. */
export const text = {
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  tryAgain: 'Try again',

  library: 'Library',
  search: 'Search',
  chat: 'Chat',
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
  rescan: 'Look for new and changed files',
  rescanned: 'Looking through all folders.',
  folderAdded: (path: string) => `${path} is being read.`,
  modelAdded: (name: string, role: string) => `${name} now serves as ${role} model.`,
  modelKept: (name: string) => `${name} was added. Another model has its role; choose in Settings.`,
  modelLoading: 'The model is being read and tried.',
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
  chatModel: (name: string, host: string | undefined) => `Chat: ${name} · ${host ?? 'this process'}`,
  noChatModel: 'No chat model',
  searchable: (searchable: string, assets: string) => `${searchable} / ${assets} searchable`,
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
      render: 'Making previews',
      ocr: 'Recognising text',
      embed: 'Embedding',
    })[stage] ?? stage,
  perMinute: (rate: string) => `${rate}/min`,
  connecting: 'Connecting…',
  connectionLost: 'The connection to Holdfast was lost. It is tried again until it is back.',
  nowhere: 'There is no such screen.',
  toLibrary: 'Go to the library',
};
