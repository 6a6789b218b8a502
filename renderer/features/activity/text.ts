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
  cancelTitle: (subject: string) => `Stop “${subject}”?`,
  cancelAction: 'Stop',
  current: (names: readonly string[]) => `Now: ${names.join(' · ')}`,
  emptyText:
    'Holdfast reads the files of the folders that you add, and shows here what it is doing and what it could not read.',
  emptyTitle: 'Nothing has been read yet',
  failed: (count: number) => `${number.format(count)} failed`,
  finished: 'Finished',
  items: (count: number) => counted(count, 'item', 'items'),
  jobKinds: {
    ingest: 'Reading',
    embed: 'Search by meaning with',
    reindex: 'Rebuilding the search index',
    transcribe: 'Writing down',
    bench: 'Comparing',
    tagging: 'Describing',
    reread: 'Reading again',
  } satisfies Record<Job['kind'], string>,
  left: (duration: string) => `${duration} left`,
  moreFiles: (count: number) => `Show ${number.format(count)} more`,
  noFailures: 'Every file that was looked at could be read.',
  noJobs: 'Nothing is in progress.',
  notListed: (count: number) => `and ${number.format(count)} more with the same reason`,
  notRead: 'Not read',
  otherFailures: (count: number) => `${counted(count, 'file', 'files')} without readable content (no error)`,
  pause: 'Pause',
  progress: (stage: string, subject: string) => `${stage}, ${subject}`,
  resume: 'Resume',
  retry: 'Read these again',
  retried: (count: number) => `${counted(count, 'file is', 'files are')} being read again.`,
  stageHeads: ['Stage', 'Progress', 'Done', 'Failed', 'Rate over two minutes', 'Rate', 'Time left'],
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
