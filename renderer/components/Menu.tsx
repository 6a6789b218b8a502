import { Menu as Base } from '@base-ui/react/menu';
import { Check, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import styles from './Menu.module.css';

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
  align?: 'start' | 'end';
  children: ReactNode;
}

/** Actions or choices behind a button. */
export function Menu({ trigger, align = 'start', children }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} align={align} sideOffset={4}>
          <Base.Popup className={styles.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: LucideIcon;
  /** What is to be known about it, in few words. */
  note?: string;
  danger?: boolean;
  disabled?: boolean;
  onClick?: () => void;
  children: ReactNode;
}

export function MenuItem({ icon: Icon, note, danger = false, disabled = false, onClick, children }: MenuItemProps) {
  return (
    <Base.Item className={styles.item} data-danger={danger || undefined} disabled={disabled} onClick={onClick}>
      {Icon && <Icon size={16} strokeWidth={1.5} aria-hidden />}
      <span>{children}</span>
      {note && <span className={styles.note}>{note}</span>}
    </Base.Item>
  );
}

interface MenuChoicesProps<T extends string> {
  value: T;
  onChange: (value: T) => void;
  children: ReactNode;
}

/** Items of which one holds. */
export function MenuChoices<T extends string>({ value, onChange, children }: MenuChoicesProps<T>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
      {children}
    </Base.RadioGroup>
  );
}

export function MenuChoice({ value, note, children }: { value: string; note?: string; children: ReactNode }) {
  return (
    <Base.RadioItem value={value} closeOnClick className={styles.item}>
      <span className={styles.check}>
        <Base.RadioItemIndicator>
          <Check size={16} strokeWidth={1.5} aria-hidden />
        </Base.RadioItemIndicator>
      </span>
      <span>{children}</span>
      {note && <span className={styles.note}>{note}</span>}
    </Base.RadioItem>
  );
}

/** Items under a heading, set off from those before. */
export function MenuSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Base.Group className={styles.section}>
      <Base.GroupLabel className={styles.title}>{title}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}
