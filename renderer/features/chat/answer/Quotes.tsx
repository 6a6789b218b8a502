import { describeAnchor } from '../../../../shared/anchors.ts';
import type { Citation } from '../../../../shared/contract/chat.ts';
import { nameOf } from '../../../paths/split-path.ts';
import styles from './Quotes.module.css';
import { reflowed } from './reflowed.ts';

interface QuotesProps {
  citations: readonly Citation[];
  onOpen: (citation: Citation) => void;
}

/** Passages as they stand in the files, each with where it is from. */
export function Quotes({ citations, onOpen }: QuotesProps) {
  return (
    <ol className={styles.quotes}>
      {citations.map((citation) => {
        const where = describeAnchor(citation.anchor);
        return (
          <li key={citation.n}>
            <blockquote dir="auto">{reflowed(citation.quote)}</blockquote>
            <button type="button" onClick={() => onOpen(citation)} title={citation.path}>
              <span>{nameOf(citation.path)}</span>
              {where !== '' && <span className={styles.where}>{where}</span>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
