import { Dialog } from '@base-ui/react/dialog';
import { type KeyboardEvent, useRef } from 'react';
import type { Anchor } from '../../../shared/anchors.ts';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import { ContentPane } from '../viewer/ContentPane.tsx';
import styles from './QuickLook.module.css';
import { useLibraryText } from './text.ts';

interface QuickLookProps {
  asset: AssetSummary | null;
  onOpen: () => void;
  onStep: (step: -1 | 1) => void;
  onClose: () => void;
}

const START: Anchor = { type: 'asset' };

/** A quick look at an asset over the library; the arrows go on to its neighbours. */
export function QuickLook({ asset, onOpen, onStep, onClose }: QuickLookProps) {
  const t = useLibraryText();
  const popup = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') onStep(-1);
    else if (event.key === 'ArrowRight') onStep(1);
    else if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) onClose();
    else return;
    event.preventDefault();
  };
  const place = asset && { id: asset.id, name: asset.title || asset.name, path: asset.path, anchor: START };
  return (
    <Dialog.Root open={asset !== null} onOpenChange={(open) => !open && onClose()}>
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
            <ContentPane place={place} shown={place} query="" label={t.quickLook} onOpen={onOpen} onClose={onClose} />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
