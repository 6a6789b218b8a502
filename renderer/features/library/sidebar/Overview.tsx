import { ChartNoAxesColumn, CopyCheck, FileX, type LucideIcon, TagsIcon } from 'lucide-react';
import { Link } from 'wouter';
import { useFormat } from '../../../app/format.ts';
import { useSession } from '../../../app/session.ts';
import { host, useQuery } from '../../../rpc.ts';
import { useOverviewText } from '../../overview/text.ts';
import styles from './Sidebar.module.css';

/** What is to be known of the library as a whole, and what wants a decision. */
export function Overview({ version }: { version: number }) {
  const t = useOverviewText();
  const format = useFormat();
  const coverage = useSession((session) => session.coverage);
  const { data: inventory } = useQuery(['inventory'], () => host.library.inventory(), version);
  const { data: review } = useQuery(['review'], () => host.tagging.suggestions({ limit: 1 }), version);
  if (!coverage || coverage.assets === 0) return null;
  const counted = (count: number | undefined) => (count ? format.number(count) : '');
  return (
    <section className={styles.section}>
      <h2>{t.overview}</h2>
      <Way
        icon={ChartNoAxesColumn}
        href="/library/coverage"
        name={t.coverage}
        count={t.share(coverage.searchable, coverage.assets)}
      />
      <Way icon={FileX} href="/library/missing" name={t.missing} count={counted(inventory?.missing)} />
      <Way icon={CopyCheck} href="/library/duplicates" name={t.duplicates} count="" />
      <Way icon={TagsIcon} href="/tags" name={t.suggestions} count={counted(review?.assets)} />
    </section>
  );
}

function Way({ icon: Icon, href, name, count }: { icon: LucideIcon; href: string; name: string; count: string }) {
  return (
    <Link href={href} className={styles.choice ?? ''}>
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <span className={styles.name}>{name}</span>
      <span className={styles.count}>{count}</span>
    </Link>
  );
}
