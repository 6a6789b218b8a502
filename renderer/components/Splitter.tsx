import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { text } from '../app/text.ts';
import styles from './Splitter.module.css';

interface SplitterProps {
  /** Under which its size is remembered. */
  name: string;
  /** Which of the two panes has the size. */
  side: 'start' | 'end';
  /** Pixels. */
  size: number;
  smallest: number;
  largest: number;
  /** What the sized pane is, for screen readers. */
  label: string;
  /** Lays the sized pane over the other one, which keeps all the room; pressing beside it puts it away with this. */
  over?: (() => void) | null;
  /** Two panes; where the sized one is null, the other has all the room and stays as it is. */
  children: readonly [ReactNode, ReactNode];
}

const STEP = 16;

/** Two panes side by side with a bar between them that moves by pointer and arrow keys. */
export function Splitter({ name, side, size, smallest, largest, label, over = null, children }: SplitterProps) {
  const key = `pane.${name}`;
  const limit = (value: number) => Math.round(Math.min(largest, Math.max(smallest, value)));
  const [width, setWidth] = useState(() => limit(Number(localStorage.getItem(key)) || size));
  const [start, end] = children;
  const sized = side === 'start' ? start : end;

  const resize = (value: number) => {
    setWidth(limit(value));
    localStorage.setItem(key, String(limit(value)));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const bar = event.currentTarget;
    const [from, before] = [event.clientX, width];
    bar.setPointerCapture(event.pointerId);
    const move = ({ clientX }: globalThis.PointerEvent) =>
      resize(before + (clientX - from) * (side === 'start' ? 1 : -1));
    bar.addEventListener('pointermove', move);
    bar.addEventListener('lostpointercapture', () => bar.removeEventListener('pointermove', move), { once: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    resize(width + direction * STEP * (side === 'start' ? 1 : -1));
  };

  const bar = (
    <div
      className={styles.bar}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={smallest}
      aria-valuemax={largest}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={() => resize(size)}
    />
  );
  const pane = sized && (
    <div className={styles.sized} style={{ width }}>
      {sized}
    </div>
  );
  return (
    <div className={styles.split} data-over={over ? side : undefined}>
      {side === 'start' && pane}
      {side === 'start' && sized && bar}
      <div className={styles.rest}>{side === 'start' ? end : start}</div>
      {over && sized && <button type="button" className={styles.beside} aria-label={text.close} onClick={over} />}
      {side === 'end' && sized && bar}
      {side === 'end' && pane}
    </div>
  );
}
