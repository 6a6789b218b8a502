import type { WrittenOfAsset } from '../../../../shared/contract/derivations.ts';
import type { Recording } from '../../../../shared/contract/recordings.ts';

type Chapters = Recording['chapters'];

/**
 * The chapters of a recording: its own, or else those that a model wrote, each up to the next one; `model` is then who
 * did. `duration` in milliseconds.
 */
export function chaptersOf(
  { chapters, duration }: Pick<Recording, 'chapters' | 'duration'>,
  written: readonly WrittenOfAsset[],
): { chapters: Chapters; model: string | null } {
  if (chapters.length > 0) return { chapters, model: null };
  for (const { model, written: what } of written) {
    if (what.kind !== 'chapters' || what.content.chapters.length === 0) continue;
    const starts = what.content.chapters.toSorted((one, other) => one.start - other.start);
    const end = (index: number) => starts[index + 1]?.start ?? duration;
    return { chapters: starts.map((chapter, index) => ({ ...chapter, end: end(index) })), model };
  }
  return { chapters: [], model: null };
}
