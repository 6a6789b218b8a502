import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { explain } from '../app/errors.ts';
import { text } from '../app/text.ts';
import { Button } from './Button.tsx';
import styles from './ErrorNotice.module.css';

interface ErrorNoticeProps {
  error: unknown;
  onRetry?: () => void;
  /** Other ways out. */
  children?: ReactNode;
}

/** What happened, what to do about it, and a button that does it. */
export function ErrorNotice({ error, onRetry, children }: ErrorNoticeProps) {
  const { message, hint } = explain(error);
  return (
    <div className={styles.notice} role="alert">
      <TriangleAlert size={16} strokeWidth={1.5} aria-hidden />
      <div className={styles.words}>
        <p>{message}</p>
        {hint && <p className={styles.hint}>{hint}</p>}
        {(onRetry || children) && (
          <div className={styles.actions}>
            {onRetry && <Button onClick={onRetry}>{text.tryAgain}</Button>}
            {children}
          </div>
        )}
      </div>
    </div>
  );
}
