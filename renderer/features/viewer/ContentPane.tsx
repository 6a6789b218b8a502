import { Maximize2, X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { type Anchor, describeAnchor } from '../../../shared/anchors.ts';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { host, useQuery } from '../../rpc.ts';
import styles from './ContentPane.module.css';
import { ContentPending } from './ContentPending.tsx';
import { ContentView } from './ContentView.tsx';
import { useFind } from './find/find-store.ts';
import { useViewerText } from './text.ts';

/** A place in an asset. */
export interface AssetPlace {
  id: string;
  name: string;
  path: string;
  anchor: Anchor;
}

/** Where an asset begins. */
export function startOf({ id, title, name, path }: AssetSummary): AssetPlace {
  return { id, name: title || name, path, anchor: { type: 'asset' } };
}

interface ContentPaneProps {
  /** What the header names. */
  place: AssetPlace;
  /** What is shown; null while that is not settled yet. */
  shown: AssetPlace | null;
  /** The query whose words are marked. */
  query: string;
  label: string;
  /** Opens the place in the viewer. */
  onOpen: () => void;
  onClose?: (() => void) | undefined;
  footer?: ReactNode;
}

/** A place seen in its file, beside what refers to it. */
export function ContentPane({ place, shown, query, label, onOpen, onClose, footer }: ContentPaneProps) {
  const t = useViewerText();
  const begin = useFind((state) => state.begin);
  useEffect(() => begin(query), [begin, query]);
  const where = describeAnchor(place.anchor);
  return (
    <aside className={styles.pane} aria-label={label}>
      <header className={styles.header}>
        <h2 title={place.path}>{place.name}</h2>
        <span>{where}</span>
        <Button variant="quiet" onClick={onOpen}>
          <Maximize2 size={16} strokeWidth={1.5} aria-hidden />
          {t.open}
        </Button>
        {onClose && <IconButton icon={X} label={t.close} onClick={onClose} />}
      </header>
      <div className={styles.content}>{shown && <Content key={shown.id} {...shown} />}</div>
      {footer}
    </aside>
  );
}

function Content({ id, anchor }: AssetPlace) {
  const { data, error, reload } = useQuery(['asset', id], () => host.library.asset({ id }));
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  return data ? <ContentView asset={data} anchor={anchor} /> : <ContentPending />;
}
