import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** This close to its end a scrolled element counts as being there, CSS pixels. */
const NEAR = 48;

/** Keeps a growing, scrolled element at its end as long as it is there; whoever scrolls up reads in peace. */
export function useFollowEnd(view: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  const [atEnd, setAtEnd] = useState(true);
  const following = useRef(true);

  const toEnd = useCallback(() => {
    following.current = true;
    view.current?.scrollTo({ top: view.current.scrollHeight });
  }, [view]);

  useEffect(() => {
    const element = view.current;
    if (!element || !content.current) return;
    const onScroll = () => {
      following.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      setAtEnd(following.current);
    };
    const observer = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight;
      else onScroll();
    });
    observer.observe(content.current);
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [view, content]);

  return { atEnd, toEnd };
}
