import { type RefObject, useEffect } from 'react';
import './highlights.css';
import { readElementText } from './element-text.ts';
import { useFind } from './find-store.ts';
import { matchesIn } from './needle.ts';

/** Names of the highlights in highlights.css. */
const MATCH = 'match';
const CURRENT_MATCH = 'current-match';

function highlight(name: string, priority: number): Highlight {
  const known = CSS.highlights.get(name);
  if (known) return known;
  const made = new Highlight();
  made.priority = priority;
  CSS.highlights.set(name, made);
  return made;
}

/**
 * Marks what is looked for in the text of a unit, and shows the match that was stepped to when it is in this unit.
 * Ranges are painted over the text, so the elements stay as React (or pdf.js) made them.
 * @param version Changes when the element's text does.
 */
export function useMarkedText(element: RefObject<Element | null>, unit: number, version: unknown): void {
  const needle = useFind((state) => state.needle);
  const nth = useFind(({ matches, current }) => (matches[current]?.unit === unit ? matches[current].nth : -1));
  const steps = useFind((state) => (state.matches[state.current]?.unit === unit ? state.steps : -1));

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for the element's text, which React does not see; `steps` shows the same match again.
  useEffect(() => {
    if (!element.current || !needle) return;
    const { text, rangeOf } = readElementText(element.current);
    const ranges = matchesIn(text, needle).flatMap((stretch) => rangeOf(stretch) ?? []);
    const current = nth < 0 ? undefined : ranges[Math.min(nth, ranges.length - 1)];
    for (const range of ranges) highlight(MATCH, 0).add(range);
    if (current) {
      highlight(CURRENT_MATCH, 1).add(current);
      showRange(current);
    }
    return () => {
      for (const range of ranges) highlight(MATCH, 0).delete(range);
      if (current) highlight(CURRENT_MATCH, 1).delete(current);
    };
  }, [element, needle, nth, steps, version]);
}

function showRange(range: Range): void {
  const show = useFind.getState().source?.show;
  if (show) show(range);
  else range.startContainer.parentElement?.scrollIntoView({ block: 'center', inline: 'nearest' });
}
