import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Anchor } from '../../../../shared/anchors.ts';
import type { ExtractedContent } from '../../../../shared/contract/library.ts';
import { useFind } from '../find/find-store.ts';
import { useMarkedText } from '../find/use-marked-text.ts';
import { useViewerText } from '../text.ts';
import styles from './SlidesView.module.css';

type Slide = Extract<ExtractedContent, { type: 'slides' }>['slides'][number];

/** The text of a deck, slide by slide, with the speaker's notes. */
export function SlidesView({ slides, anchor }: { slides: readonly Slide[]; anchor: Anchor }) {
  const t = useViewerText();
  const listRef = useRef<HTMLOListElement>(null);
  const anchored = anchor.type === 'slide' ? anchor.slide : 0;

  useLayoutEffect(() => {
    if (anchored > 0) listRef.current?.children[anchored - 1]?.scrollIntoView({ block: 'start' });
  }, [anchored]);

  const setSource = useFind((state) => state.setSource);
  useEffect(() => {
    setSource({
      units: slides.length,
      startUnit: () => Math.max(0, anchored - 1),
      textOf: (unit) => {
        const slide = slides[unit];
        return slide ? [slide.title, slide.text, slide.notes].filter(Boolean).join('\n') : '';
      },
      reveal: (unit) => listRef.current?.children[unit]?.scrollIntoView({ block: 'nearest' }),
    });
    return () => setSource(null);
  }, [slides, anchored, setSource]);

  return (
    <div className={styles.view} tabIndex={0} role="region" aria-label={t.slides} data-testid="slides-view">
      <ol ref={listRef} className={styles.list}>
        {slides.map((slide, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a slide is its number.
          <SlideCard key={index} slide={slide} number={index + 1} anchored={index + 1 === anchored} />
        ))}
      </ol>
    </div>
  );
}

function SlideCard({ slide, number, anchored }: { slide: Slide; number: number; anchored: boolean }) {
  const t = useViewerText();
  const ref = useRef<HTMLDivElement>(null);
  useMarkedText(ref, number - 1, slide);
  return (
    <li className={styles.slide} data-anchored={anchored || undefined}>
      <span className={styles.number} aria-hidden>
        {number}
      </span>
      <div ref={ref} className={styles.card} dir="auto">
        {slide.title !== '' && <h2>{slide.title}</h2>}
        {slide.text !== '' && <p>{slide.text}</p>}
        {slide.notes !== '' && (
          <div className={styles.notes} data-label={t.notes}>
            {slide.notes}
          </div>
        )}
      </div>
    </li>
  );
}
