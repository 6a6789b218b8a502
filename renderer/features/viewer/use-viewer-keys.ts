import { useEffect } from 'react';
import { useFind } from './find/find-store.ts';
import { useViewer, ZOOM_STEP } from './viewer-store.ts';

interface ViewerKeys {
  onBack: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/** The viewer's keys, wherever the focus is, except in fields. */
export function useViewerKeys({ onBack, onPrevious, onNext }: ViewerKeys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = event.defaultPrevented ? undefined : actionFor(event, { onBack, onPrevious, onNext });
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onBack, onPrevious, onNext]);
}

function actionFor(event: KeyboardEvent, { onBack, onPrevious, onNext }: ViewerKeys): (() => void) | undefined {
  const { zoom } = useViewer.getState();
  const find = useFind.getState();
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === 'f') return find.source ? () => find.setOpen(true) : undefined;
  if (command && zoom) {
    // The window's own zoom would make the frame larger, not the page.
    if (event.key === '+' || event.key === '=') return () => zoom.zoomBy(ZOOM_STEP);
    if (event.key === '-') return () => zoom.zoomBy(1 / ZOOM_STEP);
    if (event.key === '0') return zoom.fit;
  }
  if (command || event.altKey || isField(event.target)) return undefined;
  switch (event.key) {
    case 'Escape':
      return find.open ? () => find.setOpen(false) : onBack;
    case 'ArrowLeft':
      return onPrevious;
    case 'ArrowRight':
      return onNext;
    case 'j':
    case 'J':
      return () => find.step(1);
    case 'k':
    case 'K':
      return () => find.step(-1);
    case '+':
    case '=':
      return zoom ? () => zoom.zoomBy(ZOOM_STEP) : undefined;
    case '-':
      return zoom ? () => zoom.zoomBy(1 / ZOOM_STEP) : undefined;
    case '0':
      return zoom?.fit;
    case '1':
      return zoom?.lifeSize;
    default:
      return undefined;
  }
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role="menu"], [role="dialog"]') !== null
  );
}
