import type { ComponentProps, MouseEvent } from 'react';
import ReactMarkdown, { type Components, type Options } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import styles from './Markdown.module.css';

/** Prefix that the sanitiser gives ids, so that they cannot pass for the app's own. */
const ID_PREFIX = 'user-content-';

interface MarkdownProps {
  text: string;
  /** Work on the sanitised tree, such as marks that become citations. */
  rehypePlugins?: NonNullable<Options['rehypePlugins']>;
  components?: Components;
}

/**
 * Markdown as other people and models write it: sanitised, without pictures from anywhere, and with links that say where
 * they go and open in the system, never in the app.
 */
export function Markdown({ text, rehypePlugins = [], components }: MarkdownProps) {
  return (
    <div className={styles.markdown} dir="auto">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        remarkRehypeOptions={{ clobberPrefix: '' }}
        rehypePlugins={[rehypeSanitize, ...rehypePlugins]}
        components={{ a: Link, img: Picture, input: TaskBox, table: ScrolledTable, ...components }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

function Link({ href = '', children, node: _, ...rest }: ComponentProps<'a'> & { node?: unknown }) {
  if (href.startsWith('#')) {
    return (
      <a {...rest} href={href} onClick={goWithin}>
        {children}
      </a>
    );
  }
  if (!/^(?:https?|mailto):/i.test(href)) return <span title={href}>{children}</span>;
  return (
    <a {...rest} href={href} title={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/** Goes to a place of the same text (a footnote), as the address bar belongs to the app's routes. */
function goWithin(event: MouseEvent<HTMLAnchorElement>): void {
  event.preventDefault();
  const link = event.currentTarget;
  const id = `${ID_PREFIX}${decodeURIComponent((link.getAttribute('href') ?? '').slice(1))}`;
  const target = link.closest(`.${styles.markdown}`)?.querySelector(`[id="${CSS.escape(id)}"]`);
  target?.scrollIntoView({ block: 'center' });
}

/** A picture is not fetched: it could tell its server that the text was read. */
function Picture({ alt, src }: ComponentProps<'img'>) {
  return (
    <span className={styles.picture} title={typeof src === 'string' ? src : undefined}>
      {alt || '▢'}
    </span>
  );
}

function TaskBox({ node: _, checked, ...rest }: ComponentProps<'input'> & { node?: unknown }) {
  return <input {...rest} checked={checked} readOnly aria-label={checked ? '✓' : '–'} />;
}

function ScrolledTable({ node: _, ...rest }: ComponentProps<'table'> & { node?: unknown }) {
  return (
    <div className={styles.table}>
      <table {...rest} />
    </div>
  );
}
