import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { describeTime } from '../../../../shared/anchors.ts';
import type { Recording } from '../../../../shared/contract/recordings.ts';
import { frameAt } from './moments.ts';
import styles from './Timeline.module.css';
import { useRecordingText } from './text.ts';
import { Waveform } from './Waveform.tsx';

interface TimelineProps {
  id: string;
  recording: Recording;
  /** Milliseconds. */
  time: number;
  duration: number;
  seek: (milliseconds: number) => void;
}

/** Steps of the keys, in milliseconds. */
export const STEP = 5000;
const LARGE_STEP = 60_000;

/** The length of a recording with its chapters and scenes, to go to any place in it; frames show what is where. */
export function Timeline({ id, recording, time, duration, seek }: TimelineProps) {
  const t = useRecordingText();
  const track = useRef<HTMLDivElement>(null);
  /** The share of the length over which the pointer is. */
  const [over, setOver] = useState<number | null>(null);
  const { chapters, scenes, strip, waveform, hasPicture } = recording;
  const share = duration > 0 ? Math.min(1, time / duration) : 0;
  const percent = (milliseconds: number) => `${Math.min(100, (milliseconds / Math.max(1, duration)) * 100)}%`;

  const shareAt = ({ clientX }: PointerEvent) => {
    const { left, width } = track.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    return Math.min(1, Math.max(0, (clientX - left) / Math.max(1, width)));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    seek(shareAt(event) * duration);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    setOver(shareAt(event));
    if (event.buttons === 1) seek(shareAt(event) * duration);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = placeAfterKey(event.key, time, duration);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    seek(to);
  };
  const chapter = over === null ? undefined : chapters.findLast(({ start }) => start <= over * duration);
  return (
    <div
      ref={track}
      className={styles.timeline}
      data-tall={waveform || undefined}
      role="slider"
      tabIndex={0}
      aria-label={t.place}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration / 1000)}
      aria-valuenow={Math.round(time / 1000)}
      aria-valuetext={t.timeOf(describeTime(time), describeTime(duration))}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setOver(null)}
      onKeyDown={onKeyDown}
    >
      {waveform ? (
        <Waveform id={id} played={share} />
      ) : (
        <div className={styles.line}>
          <div className={styles.played} style={{ width: `${share * 100}%` }} />
        </div>
      )}
      {scenes.map((scene) => (
        <span key={scene} className={styles.scene} style={{ left: percent(scene) }} />
      ))}
      {chapters.slice(1).map(({ start }) => (
        <span key={start} className={styles.chapter} style={{ left: percent(start) }} />
      ))}
      <span className={styles.knob} style={{ left: `${share * 100}%` }} />
      {over !== null && (
        <div className={styles.hint} style={{ left: `${over * 100}%` }} aria-hidden>
          {strip && hasPicture && <Frame id={id} strip={strip} share={over} />}
          <span>{describeTime(over * duration)}</span>
          {chapter && <span className={styles.title}>{chapter.title}</span>}
        </div>
      )}
    </div>
  );
}

function Frame({ id, strip, share }: { id: string; strip: NonNullable<Recording['strip']>; share: number }) {
  const { frames, columns, width, height } = strip;
  const { column, row } = frameAt(share, frames, columns);
  return (
    <span className={styles.frame} style={{ width, height }}>
      <img src={`content/${id}/strip`} alt="" style={{ left: -column * width, top: -row * height }} />
    </span>
  );
}

function placeAfterKey(key: string, time: number, duration: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, time - STEP);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(duration, time + STEP);
    case 'PageDown':
      return Math.max(0, time - LARGE_STEP);
    case 'PageUp':
      return Math.min(duration, time + LARGE_STEP);
    case 'Home':
      return 0;
    case 'End':
      return duration;
    default:
      return undefined;
  }
}
