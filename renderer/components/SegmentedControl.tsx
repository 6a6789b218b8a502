import type { LucideIcon } from 'lucide-react';
import styles from './SegmentedControl.module.css';

interface SegmentedControlProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; text: string; icon?: LucideIcon }[];
  onChange: (value: T) => void;
}

/** One of a few, all in sight. */
export function SegmentedControl<T extends string>({ label, value, options, onChange }: SegmentedControlProps<T>) {
  return (
    <fieldset className={styles.group} aria-label={label}>
      {options.map(({ value: option, text, icon: Icon }) => (
        <button
          key={option}
          type="button"
          className={styles.option}
          aria-label={text}
          aria-pressed={option === value}
          onClick={() => onChange(option)}
        >
          {Icon && <Icon size={16} strokeWidth={1.5} aria-hidden />}
          <span>{text}</span>
        </button>
      ))}
    </fieldset>
  );
}
