import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { type Anchor, describeTime } from '../../../../shared/anchors.ts';
import type { Recording, TranscriptionState } from '../../../../shared/contract/recordings.ts';
import { Button } from '../../../components/Button.tsx';
import { Select } from '../../../components/Select.tsx';
import { tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import { useFind } from '../find/find-store.ts';
import { lineAt, openingText } from './moments.ts';
import styles from './SidePane.module.css';
import { TimedLines } from './TimedLines.tsx';
import { useRecordingText } from './text.ts';

interface SidePaneProps {
  id: string;
  recording: Recording;
  /** The model that wrote the chapters; null where they are the recording's own. */
  chaptersBy: string | null;
  anchor: Anchor;
  /** Milliseconds. */
  time: number;
  seek: (milliseconds: number) => void;
}

/** What is in a recording, by its time: what is said in it, and its chapters. */
export function SidePane({ id, recording, chaptersBy, anchor, time, seek }: SidePaneProps) {
  const t = useRecordingText();
  const { texts, chapters, transcription, hasSound } = recording;
  const query = useFind((state) => state.query);
  const [chosen, setChosen] = useState<string | null>(null);
  const opened = useMemo(() => openingText(anchor, texts, query), [anchor, texts, query]);
  const choices = [
    ...texts.map(({ source, language }, index) => ({
      value: `text ${index}`,
      text: source === 'transcript' ? t.transcript : t.subtitlesIn(language),
    })),
    ...(chapters.length > 0
      ? [{ value: 'chapters', text: chaptersBy === null ? t.chapters : t.chaptersBy(chaptersBy) }]
      : []),
  ];
  const shown = choices.find(({ value }) => value === chosen)?.value ?? choices[opened]?.value ?? null;
  if (shown === null && !hasSound) return null;
  const lines =
    shown === 'chapters'
      ? chapters.map(({ start, end, title }) => ({ start, end, text: title }))
      : texts.find((_, index) => `text ${index}` === shown)?.lines;
  return (
    <section className={styles.pane} aria-label={t.side}>
      {choices.length > 1 && shown !== null && (
        <div className={styles.choice}>
          <Select label={t.show} value={shown} options={choices} onChange={setChosen} />
        </div>
      )}
      {choices.length === 1 && <h2>{choices[0]?.text}</h2>}
      {lines && lines.length > 0 && (
        <TimedLines key={shown} lines={lines} current={lineAt(lines, time)} anchor={anchor} seek={seek} />
      )}
      {hasSound && <Transcription id={id} state={transcription} empty={texts.length === 0} />}
    </section>
  );
}

function Transcription({ id, state, empty }: { id: string; state: TranscriptionState; empty: boolean }) {
  const t = useRecordingText();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState(false);
  const ask = () => {
    setAsked(true);
    host.recordings
      .transcribe({ ids: [id] })
      .catch(tellError)
      .finally(() => setAsked(false));
  };
  const askButton = (text: string) => (
    <Button variant={empty ? 'default' : 'quiet'} disabled={asked} onClick={ask}>
      {text}
    </Button>
  );
  switch (state.state) {
    case 'done':
      return (
        <footer className={styles.foot} data-alone={empty || undefined}>
          <span>{empty ? t.nothingSaid : t.transcribedBy(state.model)}</span>
          {askButton(t.transcribeAgain)}
        </footer>
      );
    case 'running':
      return (
        <footer className={styles.foot} data-alone={empty || undefined} role="status">
          {t.transcribing(state.until > 0 ? describeTime(state.until) : '')}
        </footer>
      );
    case 'failed':
      return (
        <footer className={styles.foot} data-alone={empty || undefined}>
          <span>{t.failed(state.reason)}</span>
          {askButton(t.transcribeAgain)}
        </footer>
      );
    case 'none':
      return (
        <footer className={styles.foot} data-alone={empty || undefined}>
          <span>{state.served ? t.notTranscribed : t.noModel}</span>
          {state.served ? (
            askButton(t.transcribe)
          ) : (
            <Button variant={empty ? 'default' : 'quiet'} onClick={() => navigate('/models')}>
              {t.toModels}
            </Button>
          )}
        </footer>
      );
    case 'impossible':
      return (
        <footer className={styles.foot} data-alone={empty || undefined}>
          {state.reason}
        </footer>
      );
  }
}
