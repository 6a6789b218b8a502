import { useMemo } from 'react';
import type { Components } from 'react-markdown';
import type { Citation } from '../../../../shared/contract/chat.ts';
import { Markdown } from '../../viewer/text/Markdown.tsx';
import { useChatText } from '../text.ts';
import styles from './Answer.module.css';
import { CitationMark } from './CitationMark.tsx';
import { CITATION_TAG, citationMarks } from './citation-marks.ts';
import { Quotes } from './Quotes.tsx';
import { Sources } from './Sources.tsx';

interface AnswerProps {
  text: string;
  /** Null when no model answered. */
  model: string | null;
  citations: readonly Citation[];
  onOpen: (citation: Citation) => void;
}

/** An answer with its marks as buttons and its sources below; without a model, the passages themselves. */
export function Answer({ text, model, citations, onOpen }: AnswerProps) {
  const t = useChatText();
  if (model === null && citations.length > 0) {
    return (
      <div className={styles.answer}>
        <p className={styles.label}>{t.bestPassages}</p>
        <Quotes citations={citations} onOpen={onOpen} />
      </div>
    );
  }
  return (
    <div className={styles.answer}>
      {model !== null && <p className={styles.label}>{model}</p>}
      <AnswerText text={text} citations={citations} onOpen={onOpen} />
      {citations.length > 0 && <Sources citations={citations} onOpen={onOpen} />}
    </div>
  );
}

/** The text of an answer, also while it is being written. */
export function AnswerText({ text, citations, onOpen }: Omit<AnswerProps, 'model'>) {
  const plugins = useMemo(() => [citationMarks(new Set(citations.map(({ n }) => n)))], [citations]);
  const components = useMemo((): Components => {
    const byNumber = new Map(citations.map((citation) => [String(citation.n), citation]));
    return {
      [CITATION_TAG]: ({ node }) => {
        const citation = byNumber.get(String(node?.properties.dataN));
        return citation && <CitationMark citation={citation} onOpen={onOpen} />;
      },
    };
  }, [citations, onOpen]);
  return <Markdown text={text} rehypePlugins={plugins} components={components} />;
}
