import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../components/Button.tsx';
import { ReviewView } from './review/ReviewView.tsx';
import { SuggestDialog } from './SuggestDialog.tsx';
import styles from './TagsScreen.module.css';
import { useTagsText } from './text.ts';
import { VocabularyView } from './vocabulary/VocabularyView.tsx';
import { WrittenView } from './written/WrittenView.tsx';

const views = ['/tags', '/tags/vocabulary', '/tags/written'] as const;

/** What models suggest and wrote, and the words that they choose from. */
export function TagsScreen() {
  const t = useTagsText();
  useTitle(t.tags);
  const [location] = useLocation();
  const [suggesting, setSuggesting] = useState(false);
  const names = { '/tags': t.review, '/tags/vocabulary': t.vocabulary, '/tags/written': t.written };
  const current = views.find((view) => view === location) ?? '/tags';
  return (
    <main className={styles.screen} aria-label={t.tags}>
      <header className={styles.head}>
        <h1>{t.tags}</h1>
        <nav className={styles.views} aria-label={t.views}>
          {views.map((view) => (
            <Link
              key={view}
              href={view}
              className={styles.view ?? ''}
              aria-current={view === current ? 'page' : undefined}
            >
              {names[view]}
            </Link>
          ))}
        </nav>
        <Button icon={Sparkles} onClick={() => setSuggesting(true)}>
          {t.suggestTags}
        </Button>
      </header>
      <div className={styles.body}>
        {current === '/tags' && <ReviewView onSuggest={() => setSuggesting(true)} />}
        {current === '/tags/vocabulary' && <VocabularyView />}
        {current === '/tags/written' && <WrittenView />}
      </div>
      {suggesting && <SuggestDialog ids={null} onClose={() => setSuggesting(false)} />}
    </main>
  );
}
