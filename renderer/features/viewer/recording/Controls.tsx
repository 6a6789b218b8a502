import { Maximize, Pause, Play, Volume2, VolumeX } from 'lucide-react';
import { describeTime } from '../../../../shared/anchors.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { Select } from '../../../components/Select.tsx';
import styles from './Controls.module.css';
import { useRecordingText } from './text.ts';
import type { MediaControl } from './use-media.ts';

const rates = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

interface ControlsProps {
  media: MediaControl;
  duration: number;
  /** Null for sound alone. */
  onFullScreen: (() => void) | null;
}

/** What can be done with a recording that plays. */
export function Controls({ media, duration, onFullScreen }: ControlsProps) {
  const t = useRecordingText();
  const { time, playing, muted, rate } = media;
  return (
    <div className={styles.controls}>
      <IconButton
        icon={playing ? Pause : Play}
        label={playing ? t.pause : t.play}
        shortcut="Space"
        variant="primary"
        side="top"
        onClick={media.toggle}
      />
      <span className={styles.time}>
        {describeTime(time)} <span>/ {describeTime(duration)}</span>
      </span>
      <span className={styles.space} />
      <Select
        label={t.speed}
        value={String(rate)}
        options={rates.map((value) => ({ value: String(value), text: `${value}×` }))}
        onChange={(value) => media.setRate(Number(value))}
      />
      <IconButton
        icon={muted ? VolumeX : Volume2}
        label={muted ? t.unmute : t.mute}
        shortcut="M"
        side="top"
        onClick={() => media.setMuted(!muted)}
      />
      {onFullScreen && (
        <IconButton icon={Maximize} label={t.fullScreen} shortcut="F" side="top" onClick={onFullScreen} />
      )}
    </div>
  );
}
