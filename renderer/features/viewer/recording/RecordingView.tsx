import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Anchor } from '../../../../shared/anchors.ts';
import type { AssetDetail } from '../../../../shared/contract/library.ts';
import type { Recording } from '../../../../shared/contract/recordings.ts';
import { useSession } from '../../../app/session.ts';
import { host, useQuery } from '../../../rpc.ts';
import { ContentError } from '../ContentError.tsx';
import { ContentPending } from '../ContentPending.tsx';
import { useFind } from '../find/find-store.ts';
import { useViewerText } from '../text.ts';
import { Controls } from './Controls.tsx';
import { openingMoment } from './moments.ts';
import { ProxyOffer } from './ProxyOffer.tsx';
import styles from './RecordingView.module.css';
import { SidePane } from './SidePane.tsx';
import { STEP, Timeline } from './Timeline.tsx';
import { useRecordingText } from './text.ts';
import { useMedia } from './use-media.ts';
import { chaptersOf } from './written-chapters.ts';

/** A video or sound recording: its player, and what is said in it along with it. */
export function RecordingView({ asset, anchor }: { asset: AssetDetail; anchor: Anchor }) {
  const t = useRecordingText();
  const words = useViewerText();
  // What is said in it comes piece by piece.
  const version = useSession((session) => session.libraryVersion);
  const unread = asset.state !== 'ready';
  const { data, error, reload } = useQuery(
    ['recording', asset.id, asset.state],
    () => host.recordings.get({ id: asset.id }),
    version,
  );
  const { data: made } = useQuery(['derivations', asset.id], () => host.derivations.asset({ id: asset.id }), version);
  if (unread) return <ContentError title={words.states[asset.state]} detail={asset.reason} asset={asset} />;
  if (error) return <ContentError title={t.unreadable} detail={error.message} asset={asset} onRetry={reload} />;
  if (!data) return <ContentPending />;
  const { chapters, model } = chaptersOf(data, made?.written ?? []);
  const recording = { ...data, chapters };
  return <OpenRecording asset={asset} anchor={anchor} recording={recording} chaptersBy={model} reload={reload} />;
}

interface OpenProps {
  asset: AssetDetail;
  anchor: Anchor;
  recording: Recording;
  /** The model that wrote the chapters; null where they are the recording's own. */
  chaptersBy: string | null;
  reload: () => void;
}

function OpenRecording({ asset, anchor, recording, chaptersBy, reload }: OpenProps) {
  const t = useRecordingText();
  const frame = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLVideoElement>(null);
  const source = `content/${asset.id}/${recording.playing === 'proxy' ? 'proxy' : 'original'}`;
  const media = useMedia(element, source);
  const { seek } = media;
  const [length, setLength] = useState(0);
  const duration = recording.duration || length;
  const query = useFind((state) => state.query);
  const allLines = useMemo(() => recording.texts.flatMap(({ lines }) => lines), [recording.texts]);

  const opened = useRef<Anchor | null>(null);
  useEffect(() => {
    if (opened.current === anchor) return;
    opened.current = anchor;
    const moment = openingMoment(anchor, allLines, query);
    if (moment !== null) seek(moment);
  }, [anchor, allLines, query, seek]);

  // Keys go to the player at once, unless the reader is somewhere already.
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    frame.current?.querySelector('button')?.focus({ preventScroll: true });
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const act = actionFor(event, {
      toggle: media.toggle,
      mute: () => media.setMuted(!media.muted),
      by: (step) => seek(Math.min(duration, media.time + step)),
      fullScreen: recording.hasPicture ? () => void element.current?.requestFullscreen() : undefined,
    });
    if (!act) return;
    event.preventDefault();
    act();
  };

  const unplayable = media.failed || recording.playing === 'none';
  return (
    <div className={styles.view}>
      <div className={styles.panes}>
        <div
          ref={frame}
          className={styles.player}
          data-bare={(!recording.hasPicture && !asset.hasThumbnail) || undefined}
          role="region"
          aria-label={t.player}
          tabIndex={-1}
          onKeyDown={onKeyDown}
        >
          <div className={styles.stage} data-picture={recording.hasPicture || undefined}>
            {unplayable ? (
              <ProxyOffer asset={asset} onMade={reload} />
            ) : (
              // biome-ignore lint/a11y/useMediaCaption: what is said stands beside it.
              <video
                key={source}
                ref={element}
                src={source}
                poster={asset.hasThumbnail ? `content/${asset.id}/preview` : undefined}
                preload="metadata"
                playsInline
                data-sound={!recording.hasPicture || undefined}
                onLoadedMetadata={({ currentTarget }) =>
                  setLength(Number.isFinite(currentTarget.duration) ? currentTarget.duration * 1000 : 0)
                }
                onClick={media.toggle}
              />
            )}
          </div>
          {!unplayable && (
            <div className={styles.bar}>
              <Timeline id={asset.id} recording={recording} time={media.time} duration={duration} seek={seek} />
              <Controls
                media={media}
                duration={duration}
                onFullScreen={recording.hasPicture ? () => void element.current?.requestFullscreen() : null}
              />
            </div>
          )}
        </div>
        <SidePane
          id={asset.id}
          recording={recording}
          chaptersBy={chaptersBy}
          anchor={anchor}
          time={media.time}
          seek={seek}
        />
      </div>
    </div>
  );
}

interface PlayerKeys {
  toggle: () => void;
  mute: () => void;
  by: (milliseconds: number) => void;
  fullScreen: (() => void) | undefined;
}

function actionFor(event: KeyboardEvent, keys: PlayerKeys): (() => void) | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return undefined;
  switch (event.key) {
    case ' ':
      return event.target instanceof HTMLButtonElement ? undefined : keys.toggle;
    case 'ArrowLeft':
      return () => keys.by(-STEP);
    case 'ArrowRight':
      return () => keys.by(STEP);
    case 'm':
    case 'M':
      return keys.mute;
    case 'f':
    case 'F':
      return keys.fullScreen;
    default:
      return undefined;
  }
}
