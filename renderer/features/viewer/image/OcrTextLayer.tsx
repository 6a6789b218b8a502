import { Fragment, useLayoutEffect, useMemo, useRef } from 'react';
import type { OcrWord } from '../../../../shared/contract/library.ts';
import { useMarkedText } from '../find/use-marked-text.ts';
import styles from './OcrTextLayer.module.css';
import type { Size } from './zoom.ts';

interface OcrTextLayerProps {
  words: readonly OcrWord[];
  /** Size of the page or image that the layer covers, CSS pixels before any transform. */
  size: Size;
  /** Unit that these words are for find. */
  unit: number;
  /** Whether the words are shown over the image instead of only being there to be selected. */
  visible: boolean;
}

/** The recognised words, placed on the picture they were read from: selectable, copyable and found. */
export function OcrTextLayer({ words, size, unit, visible }: OcrTextLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(words), [words]);

  useLayoutEffect(() => {
    if (layer.current) stretchWords(layer.current, size);
  }, [size]);
  useMarkedText(layer, unit, lines);

  return (
    <div ref={layer} className={styles.layer} data-visible={visible || undefined} data-testid="ocr-text">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity and never change their order.
        <div key={index} className={styles.line} dir="auto">
          {line.map(({ text, box }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as for lines.
            <Fragment key={at}>
              <span
                data-width={box.width}
                style={{
                  left: `${box.x * 100}%`,
                  top: `${box.y * 100}%`,
                  height: `${box.height * 100}%`,
                  fontSize: `${Math.max(1, box.height * size.height)}px`,
                }}
              >
                {text}
              </span>{' '}
            </Fragment>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Words by the line they stand on, in reading order. */
export function linesOf(words: readonly OcrWord[]): OcrWord[][] {
  return [...Map.groupBy(words, ({ line }) => line).values()];
}

/** The text of a page as the layer has it, for find. */
export function ocrText(words: readonly OcrWord[]): string {
  return linesOf(words)
    .map((line) => `${line.map(({ text }) => `${text} `).join('')}\n`)
    .join('');
}

/** Stretches each word to its box, as its own letters are never exactly those of the picture. */
function stretchWords(layer: HTMLElement, size: Size): void {
  const words = [...layer.querySelectorAll<HTMLElement>('span')];
  for (const word of words) word.style.transform = '';
  const widths = words.map((word) => word.offsetWidth);
  words.forEach((word, index) => {
    const wanted = Number(word.dataset.width) * size.width;
    const width = widths[index] ?? 0;
    if (width > 0 && wanted > 0) word.style.transform = `scaleX(${wanted / width})`;
  });
}
