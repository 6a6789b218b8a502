import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './Button.module.css';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style'> {
  variant?: 'default' | 'primary' | 'quiet' | 'danger';
  icon?: LucideIcon;
  children: ReactNode;
}

/** A button with a text. */
export function Button({ variant = 'default', icon: Icon, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} className={styles.button} data-variant={variant}>
      {Icon && <Icon size={16} strokeWidth={1.5} aria-hidden />}
      {children}
    </button>
  );
}
