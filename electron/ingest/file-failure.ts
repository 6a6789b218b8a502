import { messageOf } from '../../shared/errors.ts';
import { noFile } from '../../shared/no-file.ts';

const sentences: Record<string, string> = {
  EACCES: 'No permission to read it.',
  EPERM: 'No permission to read it.',
  ENOENT: 'It is no longer there.',
  ENOTDIR: 'It is no longer there.',
  ELOOP: noFile.circularLink,
  ENAMETOOLONG: 'Its path is too long for the system.',
  EIO: 'The drive reported an error while reading it.',
  EMFILE: 'The system had too many files open; try again.',
  ENOMEM: 'There was not enough memory to read it.',
};

/** What a reader threw, as a sentence for people: its message begins with the system's code where the system said no. */
export function readingFailure(message: string): string {
  const sentence = sentences[/^([A-Z]+): /.exec(message)?.[1] ?? ''];
  return sentence ?? `Reading it failed: ${message.replace(/\.$/, '')}.`;
}

/** Whether the system said that there is nothing at a path. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Why the system would not give a file, as a sentence for people. */
export function fileFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return sentences[code] ?? `The system could not read it: ${messageOf(error)}.`;
}
