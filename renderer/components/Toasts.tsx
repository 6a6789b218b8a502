import { X } from 'lucide-react';
import { text } from '../app/text.ts';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './Toasts.module.css';
import { dismiss, useToasts } from './toasts.ts';

/** Where short messages appear. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {toasts.map(({ id, text: words, hint, tone, action }) => (
        <div key={id} className={styles.toast} data-tone={tone}>
          <div className={styles.words}>
            <p>{words}</p>
            {hint && <p className={styles.hint}>{hint}</p>}
          </div>
          {action && (
            <Button
              variant="quiet"
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.text}
            </Button>
          )}
          <IconButton icon={X} label={text.dismiss} size="small" onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
