import { ArrowLeft, ChevronLeft, ChevronRight, PanelRight, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { AssetDetail } from '../../../shared/contract/library.ts';
import { togglePane, usePane } from '../../app/panes.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { shortPath } from '../../paths/short-path.ts';
import { folderOf } from '../../paths/split-path.ts';
import { FindBar } from './find/FindBar.tsx';
import { CopyButton } from './inspector/Inspector.tsx';
import { useViewerText } from './text.ts';
import styles from './ViewerHeader.module.css';
import { type PageControl, useViewer, ZOOM_STEP } from './viewer-store.ts';

interface ViewerHeaderProps {
  asset: AssetDetail | undefined;
  onBack: () => void;
  /** Undefined at the end of the result set, and without one. */
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  /** Where the asset stands in the result set; null outside one. */
  position: { at: number; of: number } | null;
}

/** The bar above the content: which file this is, and everything that can be done while looking at it. */
export function ViewerHeader({ asset, onBack, onPrevious, onNext, position }: ViewerHeaderProps) {
  const t = useViewerText();
  const { zoom, pages } = useViewer();
  const inspector = usePane('inspector');
  return (
    <header className={styles.header}>
      <IconButton icon={ArrowLeft} label={t.back} shortcut="Esc" onClick={onBack} />
      <div className={styles.names}>
        <h1 title={asset?.title}>{asset?.name ?? '\u00a0'}</h1>
        {asset && (
          <span className={styles.path} title={asset.path}>
            {shortPath(folderOf(asset.path), 56)}
          </span>
        )}
        {asset && <CopyButton text={asset.path} label={t.copyPath} />}
        {asset?.files.every(({ missing }) => missing) && (
          <Link href="/library/missing" className={styles.missing ?? ''} title={t.fileMissing}>
            {t.isMissing}
          </Link>
        )}
      </div>
      <FindBar />
      {pages && <PageField key={pages.page} {...pages} />}
      {zoom && (
        <div className={styles.group} role="group" aria-label={t.zoom}>
          <IconButton icon={ZoomOut} label={t.zoomOut} shortcut="−" onClick={() => zoom.zoomBy(1 / ZOOM_STEP)} />
          <button
            type="button"
            className={styles.percent}
            title={zoom.fitted ? t.lifeSize : t.fit}
            aria-label={`${zoom.percent}%, ${zoom.fitted ? t.lifeSize : t.fit}`}
            onClick={zoom.fitted ? zoom.lifeSize : zoom.fit}
          >
            {zoom.percent}%
          </button>
          <IconButton icon={ZoomIn} label={t.zoomIn} shortcut="+" onClick={() => zoom.zoomBy(ZOOM_STEP)} />
        </div>
      )}
      {position && (
        <div className={styles.group} role="group" aria-label={t.results}>
          <IconButton icon={ChevronLeft} label={t.previous} shortcut="←" disabled={!onPrevious} onClick={onPrevious} />
          <span className={styles.position}>{t.positionOf(position.at, position.of)}</span>
          <IconButton icon={ChevronRight} label={t.next} shortcut="→" disabled={!onNext} onClick={onNext} />
        </div>
      )}
      <IconButton
        icon={PanelRight}
        label={t.inspector}
        shortcut="I"
        pressed={inspector}
        onClick={() => togglePane('inspector')}
      />
    </header>
  );
}

/** The page that is being read, to be overwritten with the one to go to. */
function PageField({ page, pages, goTo }: PageControl) {
  const t = useViewerText();
  const [typed, setTyped] = useState(String(page));
  useEffect(() => setTyped(String(page)), [page]);
  const go = () => {
    const wanted = Math.round(Number(typed));
    if (wanted >= 1 && wanted <= pages) goTo(wanted);
    else setTyped(String(page));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    go();
    event.currentTarget.select();
  };
  return (
    <span className={styles.page}>
      <input
        value={typed}
        inputMode="numeric"
        aria-label={t.pageNumber}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onBlur={go}
        onKeyDown={onKeyDown}
      />
      {t.ofPages(pages)}
    </span>
  );
}
