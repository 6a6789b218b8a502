import { useEffect, useMemo, useState } from 'react';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import type { SearchHit } from '../../../shared/contract/search.ts';
import { type AssetPlace, ContentPane } from '../viewer/ContentPane.tsx';
import styles from './PreviewPane.module.css';
import { useSearchText } from './text.ts';

/** The selection rests this long before its file is opened, so that going down the list stays quick. ms */
const REST = 150;

interface PreviewPaneProps {
  asset: AssetSummary;
  hit: SearchHit;
  query: string;
  onOpen: () => void;
}

/** The selected place, seen in its file, and why it was found. */
export function PreviewPane({ asset, hit, query, onOpen }: PreviewPaneProps) {
  const t = useSearchText();
  const place = useMemo(
    (): AssetPlace => ({ id: asset.id, name: asset.title || asset.name, path: asset.path, anchor: hit.anchor }),
    [asset, hit],
  );
  const shown = useRested(place);
  return (
    <ContentPane
      place={place}
      shown={shown}
      query={query}
      label={t.preview}
      onOpen={onOpen}
      footer={<WhyThis hit={hit} />}
    />
  );
}

function WhyThis({ hit }: { hit: SearchHit }) {
  const t = useSearchText();
  return (
    <footer className={styles.why}>
      <span>{t.foundBy[hit.foundBy]}</span>
      {hit.matched.map((word) => (
        <span key={word} className={styles.word}>
          {word}
        </span>
      ))}
      {hit.score > 0 && <span className={styles.score}>{t.score(hit.score)}</span>}
    </footer>
  );
}

/** The value once it has stayed the same for a moment; the first one at once. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
