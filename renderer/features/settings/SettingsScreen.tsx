import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSearch } from 'wouter';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/TextField.tsx';
import { AboutSection } from './AboutSection.tsx';
import { AppearanceSection } from './AppearanceSection.tsx';
import { FoldersSection } from './FoldersSection.tsx';
import { findSections } from './find-sections.ts';
import { KeyboardSection } from './KeyboardSection.tsx';
import { ModelsSection } from './ModelsSection.tsx';
import { NetworkSection } from './network/NetworkSection.tsx';
import { ReadingSection } from './ReadingSection.tsx';
import styles from './SettingsScreen.module.css';
import { type SectionId, sectionIds, useSettingsText } from './text.ts';
import { useSectionInView } from './use-section-in-view.ts';

const contents: Record<SectionId, () => ReactNode> = {
  folders: FoldersSection,
  models: ModelsSection,
  network: NetworkSection,
  reading: ReadingSection,
  appearance: AppearanceSection,
  keyboard: KeyboardSection,
  about: AboutSection,
};

/** Everything that can be set, on one page; `?section=models` in the route opens it there. */
export function SettingsScreen() {
  const t = useSettingsText();
  useTitle(t.settings);
  const view = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const asked = new URLSearchParams(useSearch()).get('section');
  const shown = findSections(query, t.section);
  const inView = useSectionInView(view, shown.length);

  useEffect(() => {
    const id = sectionIds.find((section) => section === asked);
    if (id) document.getElementById(headingId(id))?.scrollIntoView({ behavior: 'instant' });
  }, [asked]);

  const goTo = (id: SectionId) => {
    const heading = document.getElementById(headingId(id));
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  };

  return (
    <main className={styles.screen} aria-label={t.settings}>
      <div className={styles.side}>
        <h1>{t.settings}</h1>
        <TextField
          label={t.find}
          placeholder={t.find}
          type="search"
          value={query}
          onChange={({ currentTarget }) => setQuery(currentTarget.value)}
        />
        <nav aria-label={t.sections}>
          {shown.map((id, index) => (
            <button
              key={id}
              type="button"
              className={styles.goTo}
              aria-current={index === inView || undefined}
              onClick={() => goTo(id)}
            >
              {t.section[id].title}
            </button>
          ))}
        </nav>
      </div>
      <div ref={view} className={styles.view}>
        <div className={styles.column}>
          {shown.map((id) => {
            const Content = contents[id];
            return (
              <section key={id} className={styles.section} aria-labelledby={headingId(id)}>
                <h2 id={headingId(id)} tabIndex={-1}>
                  {t.section[id].title}
                </h2>
                <p className={styles.intro}>{t.section[id].intro}</p>
                <Content />
              </section>
            );
          })}
          {shown.length === 0 && (
            <div className={styles.nothing}>
              <p>{t.nothingFound(query)}</p>
              <Button onClick={() => setQuery('')}>{t.showAll}</Button>
            </div>
          )}
        </div>
      </div>
    </main>
  );
}

const headingId = (id: SectionId) => `settings-${id}`;
