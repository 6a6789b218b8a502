import type { PathKind } from './pick-path.ts';

const en = {
  accept: { folder: 'Add this folder', model: 'Add this model' } satisfies Record<PathKind, string>,
  adds: (path: string) => `Adds ${path}`,
  chooseModel: 'Choose a GGUF file.',
  empty: { folder: 'No folders in here.', model: 'No folders and no GGUF files in here.' } satisfies Record<
    PathKind,
    string
  >,
  enterGoes: 'Enter goes there.',
  entries: (path: string) => `In ${path}`,
  goHome: 'Home folder',
  goUp: 'Folder above',
  keys: 'Arrows choose · Enter opens · Backspace goes up · letters jump',
  path: 'Path',
  pathHint: 'Type or paste a path',
  title: { folder: 'Add a folder', model: 'Add a model' } satisfies Record<PathKind, string>,
};

export const usePickerText = () => en;
