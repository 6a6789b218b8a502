import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { closeSheet, togglePane } from '../panes.ts';
import { screens } from '../screens.ts';
import type { Overlay } from './Frame.tsx';

/** After `G`, the letter of a screen counts for so long. */
const CHORD_MS = 1500;

/** The keys that work on every screen, except while something is typed. */
export function useGlobalKeys(setOverlay: (overlay: Overlay) => void): void {
  const [location, navigate] = useLocation();
  const chordUntil = useRef(0);
  const hasInspector = location === '/library' || location.startsWith('/asset/');

  useEffect(() => {
    const withCommand = (key: string): (() => void) | undefined => {
      if (key === 'k') return () => setOverlay({ type: 'palette', typed: '' });
      if (key === 'i' && hasInspector) return () => togglePane('inspector');
      return undefined;
    };
    const alone = (key: string): (() => void) | undefined => {
      const screen = Date.now() < chordUntil.current ? screens.find((candidate) => candidate.key === key) : undefined;
      chordUntil.current = 0;
      if (screen) return () => navigate(screen.path);
      switch (key) {
        case 'g':
          return () => {
            chordUntil.current = Date.now() + CHORD_MS;
          };
        case 'i':
          return hasInspector ? () => togglePane('inspector') : undefined;
        case '/':
          return focusOmnibox;
        case '?':
          return () => setOverlay({ type: 'keys' });
        case 'escape':
          return closeSheet() ? () => undefined : undefined;
        default:
          return undefined;
      }
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const key = event.key.toLowerCase();
      const command = event.ctrlKey || event.metaKey;
      if (!command && (isTyping(event.target) || isNameLetter(event))) return;
      const action = command ? (event.shiftKey ? undefined : withCommand(key)) : alone(key);
      if (!action) return;
      action();
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the screens' own keys: the second letter of a chord is not theirs.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [hasInspector, navigate, setOverlay]);
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

/** In a list that says so, letters go to the item whose name begins with them. */
function isNameLetter({ key, target }: KeyboardEvent): boolean {
  return /^[\p{L}\p{N}]$/u.test(key) && target instanceof Element && target.closest('[data-type-ahead]') !== null;
}
