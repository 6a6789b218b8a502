import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { Overlay } from './Frame.tsx';
import { screens } from './screens.ts';

/** After `G`, the letter of a screen counts for so long. */
const CHORD_MS = 1500;

/** The keys that work on every screen, except while something is typed. */
export function useGlobalKeys(setOverlay: (overlay: Overlay) => void): void {
  const [, navigate] = useLocation();
  const chordUntil = useRef(0);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key === 'k') {
        event.preventDefault();
        setOverlay({ type: 'palette', typed: '' });
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const screen = Date.now() < chordUntil.current ? screens.find((candidate) => candidate.key === key) : undefined;
      chordUntil.current = 0;
      if (screen) navigate(screen.path);
      else if (key === 'g') chordUntil.current = Date.now() + CHORD_MS;
      else if (key === '/') focusOmnibox();
      else if (key === '?') setOverlay({ type: 'keys' });
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the screens' own keys: the second letter of a chord is not theirs.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [navigate, setOverlay]);
}

function focusOmnibox(): void {
  const field = document.getElementById('omnibox');
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input:not([type="range"], [type="checkbox"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"]',
    ) !== null
  );
}
