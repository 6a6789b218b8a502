import { describeAnchor } from '../../../../shared/anchors.ts';
import type { Citation } from '../../../../shared/contract/chat.ts';

/** An answer for the clipboard: its text, and below it what its marks stand for. */
export function copiedAnswer(text: string, citations: readonly Citation[]): string {
  if (citations.length === 0) return text;
  const notes = citations.map(
    ({ n, path, anchor }) => `[${n}] ${[path, describeAnchor(anchor)].filter(Boolean).join(', ')}`,
  );
  return `${text}\n\n${notes.join('\n')}`;
}
