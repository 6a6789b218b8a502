import { ChevronLeft, ChevronRight, ScanFace, TextSelect } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Anchor, Box } from '../../../../shared/anchors.ts';
import type { AssetDetail, OcrWord } from '../../../../shared/contract/library.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { host, useQuery } from '../../../rpc.ts';
import { AnchorBoxes } from '../AnchorBoxes.tsx';
import { ContentError } from '../ContentError.tsx';
import { useFind } from '../find/find-store.ts';
import { useViewerText } from '../text.ts';
import { useViewer } from '../viewer-store.ts';
import { FaceBoxes } from './FaceBoxes.tsx';
import { showFaces, useFacesShown } from './faces-shown.ts';
import styles from './ImageView.module.css';
import { contentUrl, imageRenditions } from './image-source.ts';
import { OcrTextLayer, ocrText } from './OcrTextLayer.tsx';
import { usePlacement } from './use-placement.ts';
import { centredOn, type Size } from './zoom.ts';

const noBoxes: readonly Box[] = [];
const noWords: readonly OcrWord[] = [];
const noFaces: AssetDetail['faces'] = [];

/** An image, of which one page is shown where it has several. */
export function ImageView({ asset, anchor }: { asset: AssetDetail; anchor: Anchor }) {
  const asked = anchor.type === 'page' ? anchor.page : 1;
  const [page, setPage] = useState(asked);
  useEffect(() => setPage(asked), [asked]);
  return (
    <>
      <ImagePage key={page} asset={asset} anchor={anchor} page={page} />
      {asset.pages > 1 && <Pager page={page} pages={asset.pages} onPage={setPage} />}
    </>
  );
}

function Pager({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  const t = useViewerText();
  return (
    <div className={styles.pager} role="toolbar" aria-label={t.pages}>
      <IconButton icon={ChevronLeft} label={t.previousPage} disabled={page <= 1} onClick={() => onPage(page - 1)} />
      <span aria-live="polite">{t.positionOf(page, pages)}</span>
      <IconButton icon={ChevronRight} label={t.nextPage} disabled={page >= pages} onClick={() => onPage(page + 1)} />
    </div>
  );
}

/** A picture to look at closely: zoomed, moved, and with the words that were recognised on it. */
function ImagePage({ asset, anchor, page }: { asset: AssetDetail; anchor: Anchor; page: number }) {
  const t = useViewerText();
  const renditions = imageRenditions(asset, page);
  const [attempt, setAttempt] = useState(0);
  const [natural, setNatural] = useState<Size | null>(null);
  const rendition = renditions[attempt];
  const size = useMemo(
    // Of further pages it is not known how large they are.
    () => (page === 1 && asset.width > 0 && asset.height > 0 ? { width: asset.width, height: asset.height } : natural),
    [page, asset.width, asset.height, natural],
  );

  if (!rendition) return <ContentError title={t.imageUnreadable} detail={asset.reason} asset={asset} />;
  const url = contentUrl(asset.id, rendition);
  if (!size) {
    return (
      <img
        className={styles.measure}
        src={url}
        alt=""
        onError={() => setAttempt(attempt + 1)}
        onLoad={({ currentTarget }) =>
          setNatural({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
        }
      />
    );
  }
  return (
    <PlacedImage
      asset={asset}
      anchor={anchor}
      page={page}
      url={url}
      size={size}
      onError={() => setAttempt(attempt + 1)}
    />
  );
}

interface PlacedImageProps {
  asset: AssetDetail;
  anchor: Anchor;
  page: number;
  url: string;
  size: Size;
  onError: () => void;
}

function PlacedImage({ asset, anchor, page, url, size, onError }: PlacedImageProps) {
  const t = useViewerText();
  const frameRef = useRef<HTMLDivElement>(null);
  const isHere = (anchor.type === 'page' && anchor.page === page) || (anchor.type === 'region' && page === 1);
  const boxes = isHere ? anchor.boxes : noBoxes;
  const { placement, frame, fitted, change, zoomBy, fit, lifeSize, handlers } = usePlacement(frameRef, size, boxes);
  const { data: words = noWords } = useQuery(['ocrWords', asset.id, page], () =>
    host.library.ocrWords({ id: asset.id, page }),
  );
  const [textShown, setTextShown] = useState(false);
  const facesShown = useFacesShown((state) => state.shown);
  const faces = page === 1 ? asset.faces : noFaces;

  useZoomControl(placement?.scale ?? 1, fitted, zoomBy, fit, lifeSize);

  const showRange = useCallback(
    (range: Range) => {
      const image = frameRef.current?.firstElementChild?.getBoundingClientRect();
      if (!image || !placement) return;
      const place = range.getBoundingClientRect();
      const point = {
        x: (place.x + place.width / 2 - image.x) / placement.scale,
        y: (place.y + place.height / 2 - image.y) / placement.scale,
      };
      change((now, room) => centredOn(point, now.scale, size, room));
    },
    [placement, change, size],
  );
  const showRangeNow = useRef(showRange);
  useEffect(() => {
    showRangeNow.current = showRange;
  }, [showRange]);

  const setSource = useFind((state) => state.setSource);
  useEffect(() => {
    setSource({
      units: 1,
      startUnit: () => 0,
      textOf: () => ocrText(words),
      reveal: () => {},
      show: (range) => showRangeNow.current(range),
    });
    return () => setSource(null);
  }, [words, setSource]);

  return (
    <div className={styles.frame} ref={frameRef} data-testid="image-frame" {...handlers}>
      {placement && frame && (
        <div
          className={styles.image}
          data-blocky={placement.scale >= 4 || undefined}
          style={{
            width: size.width,
            height: size.height,
            transform: `translate(${placement.x}px, ${placement.y}px) scale(${placement.scale})`,
            ['--pixel' as string]: 1 / placement.scale,
          }}
        >
          <img src={url} alt={asset.title || asset.name} draggable={false} onError={onError} />
          {words.length > 0 && <OcrTextLayer words={words} size={size} unit={0} visible={textShown} />}
          {facesShown && faces.length > 0 && !textShown && <FaceBoxes faces={faces} />}
          <AnchorBoxes boxes={boxes} />
        </div>
      )}
      <div className={styles.toggles}>
        {faces.length > 0 && (
          <IconButton
            icon={ScanFace}
            label={t.showFaces}
            variant="outlined"
            pressed={facesShown}
            onClick={() => showFaces(!facesShown)}
          />
        )}
        {words.length > 0 && (
          <IconButton
            icon={TextSelect}
            label={t.showText}
            variant="outlined"
            pressed={textShown}
            onClick={() => setTextShown(!textShown)}
          />
        )}
      </div>
    </div>
  );
}

/** Lends the header and the keys the view's zoom while it is on show. */
function useZoomControl(
  scale: number,
  fitted: boolean,
  zoomBy: (factor: number) => void,
  fit: () => void,
  lifeSize: () => void,
): void {
  const setZoom = useViewer((state) => state.setZoom);
  useEffect(() => {
    setZoom({ percent: Math.round(scale * 100), fitted, zoomBy, fit, lifeSize });
  }, [scale, fitted, zoomBy, fit, lifeSize, setZoom]);
  useEffect(() => () => setZoom(null), [setZoom]);
}
