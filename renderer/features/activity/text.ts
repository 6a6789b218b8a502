import type { FailureGroup, Job } from '../../../shared/contract/jobs.ts';

const number = new Intl.NumberFormat('en');
const counted = (count: number, one: string, many: string) => `${number.format(count)} ${count === 1 ? one : many}`;

const en = {
  activity: 'Activity',
  cancel: 'Stop…',
  cancelText: {
    ingest: (left: number) =>
      `${counted(left, 'step is', 'steps are')} left. What has been read stays in the library; the rest is listed under “Not read” and can be read again.`,
    embed: (left: number) =>
      `${counted(left, 'passage is', 'passages are')} left. Searches by meaning find what has been done, and words find everything as before.`,
    reindex: (left: number) =>
      `${counted(left, 'step is', 'steps are')} left. Searches may miss what has not been done.`,
    transcribe: (left: number) =>
      `${counted(left, 'step is', 'steps are')} left. What has been written down stays in the library; the rest can be asked for again.`,
    bench: (left: number) => `${counted(left, 'step is', 'steps are')} left. What the models did so far is kept.`,
    tagging: (left: number) => `${counted(left, 'step is', 'steps are')} left. What the models wrote so far is kept.`,
    reread: (left: number) =>
      `${counted(left, 'step is', 'steps are')} left. What has been read again is kept; the rest stays as it was read before, and is not begun by itself once more.`,
  } satisfies Record<Job['kind'], (left: number) => string>,
  cancelTitle: {
    ingest: (subject: string) => `Stop “${subject}”?`,
    embed: (subject: string) => `Stop embedding with ${subject}?`,
    reindex: () => 'Stop rebuilding the search index?',
    transcribe: (subject: string) => `Stop transcribing ${subject}?`,
    bench: (subject: string) => `Stop comparing ${subject}?`,
    tagging: (subject: string) => `Stop describing ${subject}?`,
    reread: () => 'Stop reading files again?',
  } satisfies Record<Job['kind'], (subject: string) => string>,
  cancelAction: 'Stop',
  current: (names: readonly string[]) => `Now: ${names.join(' · ')}`,
  emptyText:
    'Holdfast reads the files of the folders that you add, and shows here what it is doing and what it could not read.',
  emptyTitle: 'Nothing has been read yet',
  failed: (count: number) => `${number.format(count)} failed`,
  finished: 'Finished',
  items: (count: number) => counted(count, 'item', 'items'),
  nothingToDo: 'nothing new',
  jobKinds: {
    ingest: 'Reading',
    embed: 'Search by meaning with',
    reindex: 'Rebuilding the search index',
    transcribe: 'Writing down',
    bench: 'Comparing',
    tagging: 'Describing',
    reread: 'Reading again',
  } satisfies Record<Job['kind'], string>,
  moreFiles: (count: number) => `Show ${number.format(count)} more`,
  moreReasons: (count: number) => `Show ${number.format(count)} more reasons`,
  noFailures: 'Every file that was looked at could be read, but for what is named here.',
  allRead: 'Every file that was looked at could be read.',
  noJobs: 'Nothing is in progress.',
  notListed: (count: number) => `and ${number.format(count)} more with the same reason`,
  saveList: 'Save the list of all',
  listName: 'not-read.txt',
  notRead: 'Not read',
  noFile: 'No file',
  noFileMeaning: 'It lies in a folder of the library and holds nothing that could be read. Nothing is wrong with it.',
  noFiles: (count: number) =>
    `${counted(count, 'link, pipe or device', 'links, pipes and devices')} that ${count === 1 ? 'is no file' : 'are no files'} (no error)`,
  otherFailures: (count: number) => `${counted(count, 'file', 'files')} without readable content (no error)`,
  pause: 'Pause',
  progress: (stage: string, subject: string) => `${stage}, ${subject}`,
  resume: 'Resume',
  retry: (count: number) => (count === 1 ? 'Read it again' : 'Read these again'),
  ignore: 'Ignore',
  ignoredFailures: (count: number) => `${counted(count, 'file', 'files')} that you ignore`,
  nowIgnored: (count: number) =>
    `${counted(count, 'file is', 'files are')} ignored until ${count === 1 ? 'it ends' : 'they end'} for another reason.`,
  showAgain: 'Show again',
  shownAgain: (count: number) => `${counted(count, 'file is', 'files are')} shown again.`,
  undo: 'Undo',
  locked: 'Locked',
  unlock: 'Unlock…',
  unlockTitle: (count: number) => `Unlock ${counted(count, 'file', 'files')}`,
  unlockText:
    'The password is tried on each of these files. Those that it fits are read. Holdfast forgets it when it closes.',
  unlockAction: 'Unlock',
  unlocked: (opened: number, all: number) =>
    opened === all
      ? `${counted(opened, 'file is', 'files are')} being read.`
      : `${number.format(opened)} of ${number.format(all)} files are being read; the others have another password.`,
  password: 'Password',
  passwordWrong: (count: number) =>
    count === 1 ? 'That is not its password. Try another one.' : 'None of these files has this password.',
  keepPassword: 'Keep the password with the keys on this machine',
  retried: (count: number) => `${counted(count, 'file is', 'files are')} being read again.`,
  stageHeads: {
    stage: 'Stage',
    progress: 'Progress',
    done: 'Done',
    waiting: 'Waiting',
    running: 'In work',
    failed: 'Failed',
    history: 'Trend',
    rate: 'Rate',
    left: 'Time left',
  },
  jobLeft: {
    exact: (duration: string) => `about ${duration} left`,
    atLeast: (duration: string) => `more than ${duration} left`,
    unknown: 'time left not known yet',
  },
  states: {
    failed: 'Failed',
    quarantined: 'Put aside',
    unsupported: 'Not supported',
    empty: 'Nothing to read',
  } satisfies Record<FailureGroup['state'], string>,
  stateMeanings: {
    failed: 'The file could not be read.',
    quarantined: 'Reading it ended the reader more than once, so it is left alone.',
    unsupported: 'Holdfast does not read this kind of file. Its name is searchable.',
    empty: 'There is no text in it. Its name is searchable.',
  } satisfies Record<FailureGroup['state'], string>,
  steps: (done: string, total: string) => `${done} / ${total}`,
  took: (duration: string) => `took ${duration}`,
  working: 'In progress',
};

export const useActivityText = () => en;
