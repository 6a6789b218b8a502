import { describe, expect, it } from 'vitest';
import type { FailureGroup } from '../../../shared/contract/jobs.ts';
import { noFile } from '../../../shared/no-file.ts';
import { countFiles, orderFailures } from './failure-groups.ts';

describe('orderFailures', () => {
  const group = (state: FailureGroup['state'], reason: string, count: number, ignored = false): FailureGroup => ({
    state,
    reason,
    ignored,
    count,
    files: [],
  });

  it('puts what failed first, then the most frequent, and keeps apart what is no error', () => {
    const groups = [
      group('empty', 'It has no text.', 90),
      group('quarantined', 'It ended the reader.', 1),
      group('failed', 'It is damaged.', 2),
      group('unsupported', 'Films are not read.', 4),
      group('failed', 'It is locked.', 8),
      group('failed', 'Away.', 2),
      group('failed', 'It is an old one.', 7, true),
      group('unsupported', noFile.pipe, 3),
      group('unsupported', noFile.deadLink, 3, true),
    ];
    const { problems, others, noFiles, ignored } = orderFailures(groups);
    expect(problems.map(({ reason }) => reason)).toEqual([
      'It is locked.',
      'Away.',
      'It is damaged.',
      'It ended the reader.',
    ]);
    expect(others.map(({ reason }) => reason)).toEqual(['Films are not read.', 'It has no text.']);
    expect(noFiles.map(({ reason }) => reason)).toEqual([noFile.pipe]);
    expect(ignored.map(({ reason }) => reason)).toEqual(['It is an old one.', noFile.deadLink]);
    expect(countFiles(problems)).toBe(13);
  });
});
