import type { CSSProperties } from 'react';
import type { Box } from '../../../shared/anchors.ts';
import styles from './AnchorBoxes.module.css';
import { anchorBlocks } from './anchor-blocks.ts';

/** Outlines the places that an anchor names, on the page or image it lies over, and pulses them once. */
export function AnchorBoxes({ boxes }: { boxes: readonly Box[] }) {
  return (
    <div className={styles.layer} aria-hidden data-testid="anchor-boxes">
      {anchorBlocks(boxes).map((box) => (
        <span key={`${box.x} ${box.y} ${box.width} ${box.height}`} className={styles.box} style={boxStyle(box)} />
      ))}
    </div>
  );
}

/** Where a box lies on the page or image around it. */
export function boxStyle({ x, y, width, height }: Box): CSSProperties {
  return { left: `${x * 100}%`, top: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` };
}
