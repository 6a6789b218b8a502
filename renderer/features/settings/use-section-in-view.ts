import { type RefObject, useEffect, useState } from 'react';

/**
 * The section that is read now: the last one whose top has come to the upper third of the scrolled view, or the last
 * of all at its end. Sections are the view's `section` elements; `count` says when there are others.
 */
export function useSectionInView(view: RefObject<HTMLElement | null>, count: number): number {
  const [index, setIndex] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other sections are a reason to look again.
  useEffect(() => {
    const element = view.current;
    if (!element) return;
    const look = () => {
      const { top, height } = element.getBoundingClientRect();
      const sections = [...element.querySelectorAll('section')];
      const atEnd = element.scrollTop > 0 && element.scrollTop + element.clientHeight >= element.scrollHeight - 1;
      const read = sections.findLastIndex((section) => section.getBoundingClientRect().top < top + height / 3);
      setIndex(atEnd ? sections.length - 1 : Math.max(0, read));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [view, count]);
  return index;
}
