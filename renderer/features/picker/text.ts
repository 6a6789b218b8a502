import type { PathKind } from './pick-path.ts';

const en = {
  accept: {
    folder: 'Add this folder',
    'missing-folder': 'Look in this folder',
    model: 'Choose this model',
    adapter: 'Choose this adapter',
    recording: 'Choose this recording',
    'model-folder': 'Look in this folder',
    'onnx-folder': 'Choose this folder',
  } satisfies Record<PathKind, string>,
  takes: {
    folder: (path) => `Adds ${path}`,
    'missing-folder': (path) => `Looks in ${path}`,
    model: (path) => `Chooses ${path}`,
    adapter: (path) => `Chooses ${path}`,
    recording: (path) => `Chooses ${path}`,
    'model-folder': (path) => `Looks in ${path}`,
    'onnx-folder': (path) => `Chooses ${path}`,
  } satisfies Record<PathKind, (path: string) => string>,
  chooseFile: {
    folder: '',
    'missing-folder': '',
    model: 'Choose a GGUF or a Whisper file.',
    adapter: 'Choose a GGUF file.',
    recording: 'Choose a sound file.',
    'model-folder': '',
    'onnx-folder': '',
  } satisfies Record<PathKind, string>,
  empty: {
    folder: 'No folders in here.',
    'missing-folder': 'No folders in here.',
    model: 'No folders and no files of models in here.',
    adapter: 'No folders and no GGUF files in here.',
    recording: 'No folders and no sound files in here.',
    'model-folder': 'No folders in here.',
    'onnx-folder': 'No folders in here.',
  } satisfies Record<PathKind, string>,
  enterGoes: 'Enter goes there.',
  entries: (path: string) => `In ${path}`,
  goHome: 'Home folder',
  goUp: 'Folder above',
  keys: 'Arrows choose · Enter opens · Backspace goes up · letters jump',
  path: 'Path',
  pathHint: 'Type or paste a path',
  title: {
    folder: 'Add a folder',
    'missing-folder': 'Look for it in a folder',
    model: 'Choose a model',
    adapter: 'Choose an adapter',
    recording: 'Choose a recording',
    'model-folder': 'Look for models in a folder',
    'onnx-folder': 'Choose a folder with ONNX files',
  } satisfies Record<PathKind, string>,
};

export const usePickerText = () => en;
