import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';
import styles from './IconButton.module.css';
import { Tooltip } from './Tooltip.tsx';

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style' | 'aria-label'> {
  icon: LucideIcon;
  /** Its name, shown on hover and read by screen readers. */
  label: string;
  shortcut?: string;
  /** For a button that switches something on and off. */
  pressed?: boolean;
  variant?: 'quiet' | 'outlined' | 'primary';
  size?: 'small' | 'normal';
  side?: 'top' | 'right' | 'bottom' | 'left';
}

/** A button with an icon alone. */
export function IconButton(props: IconButtonProps) {
  const { icon: Icon, label, shortcut, pressed, variant = 'quiet', size = 'normal', side = 'bottom', ...rest } = props;
  return (
    <Tooltip label={label} shortcut={shortcut} side={side}>
      <button
        {...rest}
        type="button"
        className={styles.button}
        aria-label={label}
        aria-pressed={pressed}
        data-variant={variant}
        data-size={size}
      >
        <Icon size={size === 'small' ? 14 : 16} strokeWidth={1.5} aria-hidden />
      </button>
    </Tooltip>
  );
}
