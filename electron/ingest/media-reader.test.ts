import { expect, it } from 'vitest';
import { WorkerDeath } from '../workers/supervisor.ts';
import { reasonOf } from './media-reader.ts';

it.each([
  [
    'memory',
    'The reader used 2091 MB of memory.',
    'It needed more than 2 GB of memory: it draws or unpacks to very much more than it is.',
  ],
  ['timeout', 'The reader gave no answer for 180.3 s.', 'It took longer than 4 minutes.'],
  ['crash', 'The reader ended unexpectedly (SIGSEGV).', 'The reader ended unexpectedly (SIGSEGV).'],
] as const)('files over which the reader ended by %s have one reason', (cause, message, reason) => {
  expect(reasonOf(new WorkerDeath(message, cause, true), 180_300)).toBe(reason);
});

it.each([
  [20_000, 'It took longer than 20 seconds.'],
  [60_000, 'It took longer than a minute.'],
])('names the time that a file may take: %d ms', (limit, reason) => {
  expect(reasonOf(new WorkerDeath('', 'timeout', true), limit)).toBe(reason);
});
