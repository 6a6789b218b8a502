import { TableOfContents } from 'lucide-react';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '../../../components/IconButton.tsx';
import { useViewerText } from '../text.ts';
import { useViewer } from '../viewer-store.ts';
import { entryAt, type OutlineEntry, readOutline } from './outline.ts';
import styles from './PdfOutline.module.css';

const KEY = 'viewer.outline';

/** The PDF's own table of contents beside its pages, where it has one and there is room; it can be put away. */
export function PdfOutline({ document }: { document: PDFDocumentProxy }) {
  const t = useViewerText();
  const entries = useOutline(document);
  const [shown, setShown] = useState(() => localStorage.getItem(KEY) !== 'hidden');
  if (entries.length === 0) return null;
  const toggle = () => {
    localStorage.setItem(KEY, shown ? 'hidden' : 'shown');
    setShown(!shown);
  };
  const button = (
    <IconButton icon={TableOfContents} label={t.outline} pressed={shown} variant="outlined" onClick={toggle} />
  );
  return shown ? (
    <nav className={styles.outline} aria-label={t.outline}>
      <header>
        <h2>{t.outline}</h2>
        {button}
      </header>
      <Entries entries={entries} />
    </nav>
  ) : (
    <div className={styles.toggle}>{button}</div>
  );
}

function Entries({ entries }: { entries: readonly OutlineEntry[] }) {
  const t = useViewerText();
  const pages = useViewer((state) => state.pages);
  const at = entryAt(entries, pages ?? { page: 1 });
  const current = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another entry is another element.
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <ol>
      {entries.map(({ title, depth, page, down }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries may be the same, and their order never changes.
        <li key={index}>
          <button
            ref={index === at ? current : null}
            type="button"
            style={{ paddingInlineStart: 16 + depth * 12 }}
            aria-current={index === at ? 'location' : undefined}
            title={`${title}, ${t.goToPage(page)}`}
            onClick={() => pages?.goTo(page, down)}
          >
            <span dir="auto">{title}</span>
            <span className={styles.page}>{page}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function useOutline(document: PDFDocumentProxy): readonly OutlineEntry[] {
  const [entries, setEntries] = useState<readonly OutlineEntry[]>([]);
  useEffect(() => {
    let left = false;
    setEntries([]);
    readOutline(document).then(
      (found) => {
        if (!left) setEntries(found);
      },
      // A PDF whose outline cannot be read is still a PDF.
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [document]);
  return entries;
}
