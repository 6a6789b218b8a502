import { type RefObject, useEffect, useState } from 'react';

/** A section whose top is this close to the view's, in pixels, is the one being read. */
const NEAR = 80;

/**
 * The section that is read now: the last one whose top has come to the top of the scrolled view.
 * Sections are the view's `section` elements; `count` says when there are others.
 */
export function useSectionInView(view: RefObject<HTMLElement | null>, count: number): number {
  const [index, setIndex] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other sections are a reason to look again.
  useEffect(() => {
    const element = view.current;
    if (!element) return;
    const look = () => {
      const { top } = element.getBoundingClientRect();
      const sections = [...element.querySelectorAll('section')];
      const read = sections.findLastIndex((section) => section.getBoundingClientRect().top < top + NEAR);
      setIndex(Math.max(0, read));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [view, count]);
  return index;
}
