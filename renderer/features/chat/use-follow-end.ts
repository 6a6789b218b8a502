import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** This close to its end a scrolled element counts as being there, CSS pixels. */
const NEAR = 48;
/** Room above a question that has come to the top. */
const ABOVE = 24;

/**
 * Keeps a growing conversation in sight: an answer moves up until its question is at the top, and then stays, so that it
 * can be read from its beginning. Whoever goes to the end stays at the end, and whoever scrolls up reads in peace.
 * Questions are the elements with `data-question`.
 */
export function useFollowEnd(view: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  const [atEnd, setAtEnd] = useState(true);
  const following = useRef<'question' | 'end' | 'nothing'>('question');
  /** Where the last move of our own led, to tell it from the reader's. */
  const moved = useRef(-1);

  const settle = useCallback(() => {
    const element = view.current;
    if (!element) return;
    if (following.current !== 'nothing') {
      const end = element.scrollHeight - element.clientHeight;
      element.scrollTop = following.current === 'end' ? end : Math.min(end, questionTop(content.current));
      moved.current = element.scrollTop;
    }
    setAtEnd(isAtEnd(element));
  }, [view, content]);

  const follow = useCallback(
    (what: 'question' | 'end') => {
      following.current = what;
      settle();
    },
    [settle],
  );

  useEffect(() => {
    const element = view.current;
    if (!element || !content.current) return;
    const onScroll = () => {
      setAtEnd(isAtEnd(element));
      if (Math.abs(element.scrollTop - moved.current) <= 1) return;
      following.current = isAtEnd(element) ? 'end' : 'nothing';
    };
    const observer = new ResizeObserver(settle);
    observer.observe(content.current);
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [view, content, settle]);

  return { atEnd, follow };
}

function isAtEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
}

/** Where the view is scrolled to when the last question stands at its top; its beginning without one. */
function questionTop(content: HTMLElement | null): number {
  const last = [...(content?.querySelectorAll<HTMLElement>('[data-question]') ?? [])].at(-1);
  return last ? Math.max(0, last.offsetTop - ABOVE) : 0;
}
