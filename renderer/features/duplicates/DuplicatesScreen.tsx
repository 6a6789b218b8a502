import { CopyCheck, RefreshCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { PageHead, SubPage } from '../../components/Page.tsx';
import { Pager } from '../../components/Pager.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { tellError, tellWhile } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import styles from './DuplicatesScreen.module.css';
import { ExactPanel } from './ExactPanel.tsx';
import { NearPanel } from './NearPanel.tsx';
import { useDuplicatesText } from './text.ts';

/** Groups shown at a time. */
const PAGE = 20;
type Which = 'near' | 'exact';

/** What lies in the library more than once, or nearly so. */
export function DuplicatesScreen() {
  const t = useDuplicatesText();
  useTitle(t.duplicates);
  const [which, setWhich] = useState<Which>('near');
  const [turn, setTurn] = useState(0);
  const again = () => setTurn((before) => before + 1);
  const lookAgain = () => void tellWhile(t.looking, host.duplicates.settle()).then(again, tellError);
  return (
    <SubPage label={t.duplicates} width={1168} parent={{ href: '/library', name: t.library }}>
      <PageHead title={t.duplicates} text={t.intro}>
        <Button icon={RefreshCw} onClick={lookAgain}>
          {t.lookAgain}
        </Button>
      </PageHead>
      <div className={styles.which}>
        <SegmentedControl
          label={t.which}
          value={which}
          options={[
            { value: 'near', text: t.near },
            { value: 'exact', text: t.exact },
          ]}
          onChange={setWhich}
        />
      </div>
      {which === 'near' ? <Near key={turn} onDecided={again} /> : <Exact key={turn} />}
    </SubPage>
  );
}

function Near({ onDecided }: { onDecided: () => void }) {
  const t = useDuplicatesText();
  const [offset, setOffset] = useState(0);
  const { data, error, reload } = useQuery(['duplicates.near', offset], () =>
    host.duplicates.near({ offset, limit: PAGE }),
  );
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (!data) return <Skeleton height={240} />;
  return (
    <Groups none={t.noneNear} total={data.total} offset={offset} onOffset={setOffset} waiting={data.waiting}>
      {data.groups.map((group) => (
        <NearPanel key={group.assets.map(({ id }) => id).join()} group={group} onDecided={onDecided} />
      ))}
    </Groups>
  );
}

function Exact() {
  const t = useDuplicatesText();
  const [offset, setOffset] = useState(0);
  const { data, error, reload } = useQuery(['duplicates.exact', offset], () =>
    host.duplicates.exact({ offset, limit: PAGE }),
  );
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (!data) return <Skeleton height={240} />;
  return (
    <Groups none={t.noneExact} total={data.total} offset={offset} onOffset={setOffset} waiting={0}>
      {data.duplicates.map((duplicate) => (
        <ExactPanel key={duplicate.asset.id} duplicate={duplicate} />
      ))}
    </Groups>
  );
}

interface GroupsProps {
  /** What is said where there are none. */
  none: string;
  total: number;
  offset: number;
  onOffset: (offset: number) => void;
  waiting: number;
  children: ReactNode;
}

/** A page of groups, and the way to the others. */
function Groups({ none, total, offset, onOffset, waiting, children }: GroupsProps) {
  const t = useDuplicatesText();
  return (
    <>
      {waiting > 0 && <p className={styles.waiting}>{t.waiting(waiting)}</p>}
      {total === 0 ? (
        <EmptyState icon={CopyCheck} title={t.noneTitle} text={none} />
      ) : (
        <ul className={styles.groups}>{children}</ul>
      )}
      <Pager offset={offset} size={PAGE} total={total} onOffset={onOffset} />
    </>
  );
}
