import type { InputHTMLAttributes } from 'react';
import styles from './TextField.module.css';

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'style'> {
  label: string;
  /** Without it the label is for screen readers alone. */
  labelShown?: boolean;
}

/** One line of text. */
export function TextField({ label, labelShown = false, ...rest }: TextFieldProps) {
  return (
    <label className={styles.field}>
      <span className={labelShown ? styles.label : styles.hidden}>{label}</span>
      <input {...rest} className={styles.input} spellCheck={false} autoComplete="off" />
    </label>
  );
}
