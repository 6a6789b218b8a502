import { useState } from 'react';
import { Toasts } from '../../components/Toasts.tsx';
import { PathPicker } from '../../features/picker/PathPicker.tsx';
import { useConnection } from '../../rpc.ts';
import { Routes } from '../Routes.tsx';
import { text } from '../text.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { FileDrop } from './FileDrop.tsx';
import styles from './Frame.module.css';
import { KeysSheet } from './KeysSheet.tsx';
import { Omnibox } from './Omnibox.tsx';
import { Rail } from './Rail.tsx';
import { StatusBar } from './StatusBar.tsx';
import { useGlobalKeys } from './use-global-keys.ts';

/** What stands over the screens. */
export type Overlay = { type: 'palette'; typed: string } | { type: 'keys' } | null;

/** Rail, omnibox and status bar around the screen, and what floats above it. */
export function Frame() {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const lost = useConnection(({ state }) => state === 'lost');
  useGlobalKeys(setOverlay);
  const close = () => setOverlay(null);
  return (
    <div className={styles.frame}>
      <Rail />
      <div className={styles.middle}>
        <Omnibox
          onCommand={(typed) => setOverlay({ type: 'palette', typed })}
          onKeys={() => setOverlay({ type: 'keys' })}
        />
        {lost && (
          <p className={styles.lost} role="alert">
            {text.connectionLost}
          </p>
        )}
        <div className={styles.screen}>
          <Routes />
        </div>
      </div>
      <StatusBar />
      <CommandPalette
        open={overlay?.type === 'palette'}
        typed={overlay?.type === 'palette' ? overlay.typed : ''}
        onKeys={() => setOverlay({ type: 'keys' })}
        onClose={close}
      />
      <KeysSheet open={overlay?.type === 'keys'} onClose={close} />
      <PathPicker />
      <FileDrop />
      <Toasts />
    </div>
  );
}
