import { memo } from 'react';
import { describeAnchor } from '../../../shared/anchors.ts';
import type { SearchGroup, SearchHit } from '../../../shared/contract/search.ts';
import { useFormat } from '../../app/format.ts';
import { AssetThumbnail } from '../../components/AssetThumbnail.tsx';
import { shortPath } from '../../paths/short-path.ts';
import styles from './ResultGroup.module.css';
import type { ResultPlace } from './result-place.ts';
import { useSearchText } from './text.ts';

/** The DOM id of a hit, for the list's active descendant. */
export const hitId = ({ group, hit }: ResultPlace) => `hit-${group}-${hit}`;

interface ResultGroupProps {
  group: SearchGroup;
  /** Its place among the results. */
  at: number;
  /** Which of its hits is selected. */
  selected: number | null;
  onSelect: (place: ResultPlace) => void;
  onOpen: (place: ResultPlace) => void;
}

/** One asset of the results: what it is, and below it the places that answer the query. */
export const ResultGroup = memo(function ResultGroup({ group, at, selected, onSelect, onOpen }: ResultGroupProps) {
  const t = useSearchText();
  const format = useFormat();
  const { asset, hits } = group;
  return (
    <div className={styles.group} role="group" aria-label={asset.name} data-selected={selected !== null || undefined}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the list's keys do what clicking here does. */}
      <div
        className={styles.asset}
        role="presentation"
        onClick={() => onSelect({ group: at, hit: 0 })}
        onDoubleClick={() => onOpen({ group: at, hit: 0 })}
        onContextMenu={() => onSelect({ group: at, hit: 0 })}
      >
        <AssetThumbnail asset={asset} size={40} />
        <div className={styles.names}>
          <span className={styles.name} title={asset.title || asset.name} dir="auto">
            {asset.title || asset.name}
          </span>
          <span className={styles.path} title={asset.path}>
            {shortPath(asset.path, 72)}
          </span>
        </div>
        <span className={styles.kind}>{t.kinds[asset.kind]}</span>
        <time className={styles.date} dateTime={new Date(asset.date).toISOString()} title={format.dateTime(asset.date)}>
          {format.date(asset.date)}
        </time>
      </div>
      {hits.map((hit, index) => (
        <HitRow
          key={hit.passageId}
          id={hitId({ group: at, hit: index })}
          hit={hit}
          selected={selected === index}
          onSelect={() => onSelect({ group: at, hit: index })}
          onOpen={() => onOpen({ group: at, hit: index })}
        />
      ))}
    </div>
  );
});

interface HitRowProps {
  id: string;
  hit: SearchHit;
  selected: boolean;
  onSelect: () => void;
  onOpen: () => void;
}

function HitRow({ id, hit, selected, onSelect, onOpen }: HitRowProps) {
  const t = useSearchText();
  const where = describeAnchor(hit.anchor);
  return (
    // The list has the focus and the keys; its options are only pointed at.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    <div
      id={id}
      className={styles.hit}
      role="option"
      aria-selected={selected}
      onClick={onSelect}
      onDoubleClick={onOpen}
      onContextMenu={onSelect}
    >
      <p className={styles.snippet} dir="auto">
        {hit.writtenBy !== '' && <span className={styles.where}>{t.writtenBy(hit.writtenBy)}</span>}
        {where !== '' && <span className={styles.where}>{where}</span>}
        {hit.snippet.map(({ text, match }, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other identity.
          match ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
        )}
      </p>
    </div>
  );
}
