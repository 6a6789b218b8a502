import { PreviewCard } from '@base-ui/react/preview-card';
import { describeAnchor } from '../../../../shared/anchors.ts';
import type { Citation } from '../../../../shared/contract/chat.ts';
import { shortPath } from '../../../paths/short-path.ts';
import { nameOf } from '../../../paths/split-path.ts';
import { useChatText } from '../text.ts';
import styles from './CitationMark.module.css';

/** The small number after a statement: hovering shows what it rests on, clicking opens it on the spot. */
export function CitationMark({ citation, onOpen }: { citation: Citation; onOpen: (citation: Citation) => void }) {
  const t = useChatText();
  const { n, path, anchor, quote } = citation;
  const where = describeAnchor(anchor);
  return (
    <PreviewCard.Root>
      <PreviewCard.Trigger
        delay={200}
        closeDelay={100}
        render={
          <button
            type="button"
            className={styles.mark}
            aria-label={t.source(n, nameOf(path))}
            onClick={() => onOpen(citation)}
          />
        }
      >
        {n}
      </PreviewCard.Trigger>
      <PreviewCard.Portal>
        <PreviewCard.Positioner sideOffset={6} className={styles.positioner}>
          <PreviewCard.Popup className={styles.card}>
            <blockquote dir="auto">{quote}</blockquote>
            <footer>
              <strong>{nameOf(path)}</strong>
              {where !== '' && <span>{where}</span>}
              <span className={styles.path}>{shortPath(path, 60)}</span>
            </footer>
          </PreviewCard.Popup>
        </PreviewCard.Positioner>
      </PreviewCard.Portal>
    </PreviewCard.Root>
  );
}
