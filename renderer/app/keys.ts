import { screenKeys, screens } from './screens.ts';
import { text } from './text.ts';

/** Keys for the sheet, by where they work. */
export const keyGroups: readonly { title: string; keys: readonly (readonly [keys: string, meaning: string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['/', text.focusSearch],
      ['Ctrl K', text.openPalette],
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
      ['Ctrl A', 'Select all'],
      ['Enter', 'Open'],
      ['Space', 'Quick look'],
      ['T', 'Tag the selection'],
      ['I', 'Inspector'],
      ['Esc', 'Clear the selection'],
    ],
  },
  {
    title: text.search,
    keys: [
      ['↓ ↑', 'Next and previous place'],
      ['Enter', 'Open the place'],
    ],
  },
  {
    title: 'Viewer',
    keys: [
      ['← →', 'Previous and next result'],
      ['Ctrl F', 'Find in the document'],
      ['J K', 'Next and previous match'],
      ['+ − 0 1', 'Larger, smaller, fit, actual size'],
      ['I', 'Inspector'],
      ['Esc', 'Back'],
    ],
  },
];
