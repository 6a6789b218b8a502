import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Anchor } from '../../../../shared/anchors.ts';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { readElementText } from '../find/element-text.ts';
import { useFind } from '../find/find-store.ts';
import { useMarkedText } from '../find/use-marked-text.ts';
import { useViewerText } from '../text.ts';
import { anchoredBlocks } from './anchored-blocks.ts';
import { Markdown } from './Markdown.tsx';
import styles from './MarkdownView.module.css';
import { TextView } from './TextView.tsx';

/** Characters above which a document opens as source: rendering it would hold the window for a second and more. */
const LARGEST_RENDERED = 400_000;

/** Markdown, rendered or as its source. */
export function MarkdownView({ text, anchor }: { text: string; anchor: Anchor }) {
  const t = useViewerText();
  const [source, setSource] = useState(text.length > LARGEST_RENDERED);
  return (
    <div className={styles.frame}>
      <div className={styles.switch}>
        <SegmentedControl
          label={t.showAs}
          value={source ? 'source' : 'rendered'}
          options={[
            { value: 'rendered', text: t.rendered },
            { value: 'source', text: t.source },
          ]}
          onChange={(look) => setSource(look === 'source')}
        />
      </div>
      {source ? (
        <TextView text={text} anchor={anchor} look="source" />
      ) : (
        <RenderedMarkdown text={text} anchor={anchor} />
      )}
    </div>
  );
}

function RenderedMarkdown({ text, anchor }: { text: string; anchor: Anchor }) {
  const t = useViewerText();
  const ref = useRef<HTMLDivElement>(null);
  const lines = anchor.type === 'lines' ? anchor : null;
  const plugins = useMemo(() => [anchoredBlocks(lines)], [lines]);
  // Rendering thousands of blocks again for each step of find would be felt.
  const rendered = useMemo(() => <Markdown text={text} rehypePlugins={plugins} />, [text, plugins]);
  useMarkedText(ref, 0, rendered);

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls once the marked blocks are there.
  useLayoutEffect(() => {
    ref.current?.querySelector('[data-anchored]')?.scrollIntoView({ block: 'center' });
  }, [rendered]);

  const setSource = useFind((state) => state.setSource);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is read from what was rendered.
  useEffect(() => {
    setSource({
      units: 1,
      startUnit: () => 0,
      textOf: () => (ref.current ? readElementText(ref.current).text : ''),
      reveal: () => {},
    });
    return () => setSource(null);
  }, [rendered, setSource]);

  return (
    <div className={styles.view} tabIndex={0} role="region" aria-label={t.text} data-testid="markdown-view">
      <article ref={ref} className={styles.page}>
        {rendered}
      </article>
    </div>
  );
}
