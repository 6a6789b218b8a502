import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useTitle } from '../../../app/use-title.ts';
import { SubPage } from '../../../components/Page.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { useModelsText } from '../text.ts';
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
  return (
    <SubPage label={t.addTitle} width={928} parent={{ href: '/models', name: t.back }}>
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
    </SubPage>
  );
}
