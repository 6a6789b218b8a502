import { Dialog } from '@base-ui/react/dialog';
import { type KeyboardEvent, useRef } from 'react';
import { type AssetPlace, ContentPane } from './ContentPane.tsx';
import styles from './QuickLook.module.css';
import { useViewerText } from './text.ts';

interface QuickLookProps {
  /** What is looked at; null while nothing is. */
  place: AssetPlace | null;
  /** The query whose words are marked; empty without one. */
  query: string;
  onOpen: () => void;
  onStep: (step: -1 | 1) => void;
  onClose: () => void;
}

const steps: Readonly<Record<string, -1 | 1>> = { ArrowLeft: -1, ArrowRight: 1 };

/** A quick look at a place over the list that it stands in; the arrows go on to its neighbours. */
export function QuickLook({ place, query, onOpen, onStep, onClose }: QuickLookProps) {
  const t = useViewerText();
  const popup = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const onButton = event.target instanceof HTMLButtonElement;
    if (step) onStep(step);
    else if (event.key === ' ' && !onButton) onClose();
    else if (event.key === 'Enter' && !onButton) onOpen();
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open={place !== null} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          ref={popup}
          className={styles.popup}
          aria-label={t.quickLook}
          initialFocus={popup}
          onKeyDown={onKeyDown}
        >
          {place && (
            <ContentPane
              place={place}
              shown={place}
              query={query}
              label={t.quickLook}
              onOpen={onOpen}
              onClose={onClose}
            />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
