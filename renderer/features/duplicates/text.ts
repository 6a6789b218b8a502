const number = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
const counted = (count: number, one: string, many: string) => `${number.format(count)} ${count === 1 ? one : many}`;

const en = {
  duplicates: 'Duplicates',
  library: 'Library',
  intro: 'Nothing is removed here: Holdfast shows what is the same or nearly so, and remembers what you decide.',
  which: 'Which duplicates',
  near: 'Nearly the same',
  exact: 'Same bytes',
  lookAgain: 'Look again',
  looking: 'Looking for what is new…',
  waiting: (count: number) =>
    `${counted(count, 'file is', 'files are')} still to be looked at. Look again to see them, too.`,
  looksAlike: (count: number) => `${counted(count, 'picture', 'pictures')} that look alike`,
  readsAlike: (count: number) => `${counted(count, 'file', 'files')} with nearly the same text`,
  likeness: (likeness: number) => `${percent.format(Math.floor(likeness * 100) / 100)} alike`,
  largest: 'Largest',
  pixels: (width: number, height: number) =>
    `${number.format(Math.round(width))} × ${number.format(Math.round(height))}`,
  notShown: (count: number) => `${number.format(count)} more are not shown.`,
  keepAll: 'Not duplicates',
  keptApart: (count: number) => `${counted(count, 'file is', 'files are')} no longer shown as duplicates.`,
  undo: 'Undo',
  copies: (count: number) => `in ${number.format(count)} places`,
  superfluous: (size: string) => `${size} in further copies`,
  noneTitle: 'No duplicates',
  noneNear: 'No pictures look alike, and no two texts are nearly the same.',
  noneExact: 'Every file in the library has bytes of its own.',
};

export const useDuplicatesText = () => en;
