import { commandKey } from '../command-key.ts';
import { screenKeys, screens } from '../screens.ts';
import { text } from '../text.ts';

/** Keys for the sheet, by where they work. */
export const keyGroups: readonly { title: string; keys: readonly (readonly [keys: string, meaning: string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['/', text.focusSearch],
      [`${commandKey} K`, text.openPalette],
      ['?', text.showKeys],
      ...screens.map((screen) => [screenKeys(screen), text.goTo(screen.name)] as const),
    ],
  },
  {
    title: text.library,
    keys: [
      ['← → ↑ ↓', 'Move'],
      ['Home End', 'First and last'],
      ['Shift ↑ ↓', 'Select a range'],
      ['A – Z', 'Go to a name'],
      [`${commandKey} A`, 'Select all'],
      [`${commandKey} C`, 'Copy the path'],
      ['Enter', 'Open'],
      ['Space', 'Quick look'],
      ['#', 'Tag the selection'],
      [`${commandKey} I`, 'Inspector'],
      ['Esc', 'Clear the selection, then leave the list'],
    ],
  },
  {
    title: text.search,
    keys: [
      ['↓ ↑', 'Next and previous place'],
      ['J K', 'Next and previous place'],
      ['Enter', 'Open the place'],
      ['Space', 'Quick look'],
      ['#', 'Tag the file'],
      [`${commandKey} C`, 'Copy the path'],
    ],
  },
  {
    title: text.tags,
    keys: [
      ['J K', 'Next and previous suggestion'],
      ['A R', 'Accept, reject'],
      ['Shift A', 'Accept all of the file'],
      ['Shift R', 'Reject all of the file'],
      ['U', 'Undo'],
      ['← →', 'Previous and next file'],
    ],
  },
  {
    title: text.models,
    keys: [
      ['↑ ↓', 'Move through your models'],
      ['Enter', 'Open'],
      ['Delete', 'Remove the model'],
      ['Esc', 'Back to all models'],
    ],
  },
  {
    title: 'Viewer',
    keys: [
      ['← →', 'Previous and next result'],
      [`${commandKey} F`, 'Find in the document'],
      ['J K', 'Next and previous match'],
      ['+ − 0 1', 'Larger, smaller, fit, actual size'],
      ['Space', 'Play and pause a recording'],
      ['← →', 'Five seconds back and on in its player'],
      ['M F', 'Sound on and off, full screen'],
      ['I', 'Inspector'],
      ['Esc', 'Back'],
    ],
  },
];
