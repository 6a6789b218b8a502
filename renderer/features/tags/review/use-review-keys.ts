import { useEffect, useRef } from 'react';

export interface ReviewKeys {
  next: () => void;
  previous: () => void;
  nextFile: () => void;
  previousFile: () => void;
  accept: () => void;
  reject: () => void;
  acceptAll: () => void;
  rejectAll: () => void;
  undo: () => void;
  open: () => void;
}

const actions: Readonly<Record<string, keyof ReviewKeys>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  ArrowRight: 'nextFile',
  ArrowLeft: 'previousFile',
  a: 'accept',
  r: 'reject',
  A: 'acceptAll',
  R: 'rejectAll',
  u: 'undo',
  Enter: 'open',
};

/** The keys of the review, wherever the focus is, except in fields, dialogs and on buttons that Enter presses. */
export function useReviewKeys(keys: ReviewKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (!(target instanceof Element)) return;
      if (target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]')) return;
      const action = actions[event.key];
      if (!action || (action === 'open' && target.closest('button, a'))) return;
      event.preventDefault();
      latest.current[action]();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
