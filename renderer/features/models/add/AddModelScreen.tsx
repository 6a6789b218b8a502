import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useTitle } from '../../../app/use-title.ts';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { useModelsText } from '../text.ts';
import { useEscape } from '../use-escape.ts';
import styles from './AddModelScreen.module.css';
import { FileWay } from './FileWay.tsx';
import { MachineWay } from './MachineWay.tsx';
import { RecommendedWay } from './RecommendedWay.tsx';
import { ServerWay } from './ServerWay.tsx';

const ways = ['machine', 'file', 'recommended', 'server'] as const;
type Way = (typeof ways)[number];

const contents = {
  machine: MachineWay,
  file: FileWay,
  recommended: RecommendedWay,
  server: ServerWay,
} satisfies Record<Way, unknown>;

/** Where a new model is to come from; `?from=server` in the route opens it there. */
export function AddModelScreen() {
  const t = useModelsText();
  useTitle(t.addTitle);
  const [, navigate] = useLocation();
  const asked = new URLSearchParams(useSearch()).get('from');
  const way = ways.find((each) => each === asked) ?? 'machine';
  const [copy, setCopy] = useState(false);
  const Content = contents[way];
  useEscape(() => navigate('/models'));
  return (
    <main className={styles.screen} aria-label={t.addTitle}>
      <div className={styles.column}>
        <Link href="/models" className={styles.back ?? ''}>
          <ChevronLeft size={16} strokeWidth={1.5} aria-hidden />
          {t.back}
        </Link>
        <h1>{t.addTitle}</h1>
        <div>
          <SegmentedControl
            label={t.addWays}
            value={way}
            options={ways.map((value) => ({ value, text: t.ways[value] }))}
            onChange={(value) => navigate(`/models/add?from=${value}`, { replace: true })}
          />
        </div>
        <p className={styles.intro}>{t.wayIntro[way]}</p>
        <Content copy={copy} onCopy={setCopy} />
      </div>
    </main>
  );
}
