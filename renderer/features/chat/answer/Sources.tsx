import { describeAnchor } from '../../../../shared/anchors.ts';
import type { Citation } from '../../../../shared/contract/chat.ts';
import { nameOf } from '../../../paths/split-path.ts';
import { useChatText } from '../text.ts';
import styles from './Sources.module.css';

interface SourcesProps {
  citations: readonly Citation[];
  onOpen: (citation: Citation) => void;
}

/** What an answer rests on, one line a source, by the numbers in the text. */
export function Sources({ citations, onOpen }: SourcesProps) {
  const t = useChatText();
  return (
    <section className={styles.sources} aria-label={t.sources}>
      <ol>
        {citations
          .toSorted((one, other) => one.n - other.n)
          .map((citation) => (
            <li key={citation.n}>
              <button type="button" onClick={() => onOpen(citation)} title={citation.path}>
                <span className={styles.number}>{citation.n}</span>
                <span className={styles.name}>{nameOf(citation.path)}</span>
                <span className={styles.where}>{describeAnchor(citation.anchor)}</span>
                <span className={styles.quote} dir="auto">
                  {citation.quote}
                </span>
              </button>
            </li>
          ))}
      </ol>
    </section>
  );
}
