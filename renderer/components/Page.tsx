import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import styles from './Page.module.css';
import { useEscape } from './use-escape.ts';

interface PageProps {
  /** Its name for screen readers. */
  label: string;
  /** The widest that its column gets, its margins included, in CSS pixels. */
  width: number;
  children: ReactNode;
}

/** A screen that scrolls as a whole, with what is on it in one column. */
export function Page({ label, width, children }: PageProps) {
  return (
    <main className={styles.page} aria-label={label}>
      <Column width={width}>{children}</Column>
    </main>
  );
}

interface SubPageProps extends PageProps {
  /** The screen that it belongs to. */
  parent: { href: string; name: string };
}

/** A page about a part of another one, to which a link and Esc lead back. */
export function SubPage({ label, width, parent: { href, name }, children }: SubPageProps) {
  const [, navigate] = useLocation();
  useEscape(() => navigate(href));
  return (
    <main className={styles.page} data-sub aria-label={label}>
      <Column width={width}>
        <Link href={href} className={styles.back ?? ''}>
          <ChevronLeft size={16} strokeWidth={1.5} aria-hidden />
          {name}
        </Link>
        {children}
      </Column>
    </main>
  );
}

/** The part of a screen that scrolls beside one that does not. */
export function PagePart({ width, children }: Omit<PageProps, 'label'>) {
  return (
    <div className={styles.page} data-part>
      <Column width={width}>{children}</Column>
    </div>
  );
}

interface PageHeadProps {
  title: string;
  /** What the page is for, where its name does not say it all. */
  text?: string;
  /** What can be done with the whole of it. */
  children?: ReactNode;
}

/** The head of a page: its name, and its actions at the other end. */
export function PageHead({ title, text, children }: PageHeadProps) {
  return (
    <header className={styles.head}>
      <div>
        <h1>{title}</h1>
        {text && <p>{text}</p>}
      </div>
      {children}
    </header>
  );
}

function Column({ width, children }: Omit<PageProps, 'label'>) {
  return (
    <div className={styles.column} style={{ maxWidth: width }}>
      {children}
    </div>
  );
}
