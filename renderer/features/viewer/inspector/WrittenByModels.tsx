import { Undo2 } from 'lucide-react';
import { describeTime } from '../../../../shared/anchors.ts';
import type { Written, WrittenOfAsset } from '../../../../shared/contract/derivations.ts';
import { useFormat } from '../../../app/format.ts';
import { Fact, Facts } from '../../../components/Facts.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { tell, tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import { useViewerText } from '../text.ts';
import styles from './WrittenByModels.module.css';

interface WrittenByModelsProps {
  assetId: string;
  written: readonly WrittenOfAsset[];
  failures: readonly string[];
  onChange: () => void;
}

/** What models wrote of an asset, with which one and when, to be undone one by one. */
export function WrittenByModels({ assetId, written, failures, onChange }: WrittenByModelsProps) {
  const t = useViewerText();
  const format = useFormat();
  const undo = async ({ modelId, written: { kind } }: WrittenOfAsset) => {
    try {
      await host.derivations.undo({ modelId, kinds: [kind], ids: [assetId] });
      tell(t.writtenUndone(t.writtenKinds[kind]));
      onChange();
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <ul className={styles.list}>
      {written.map((one) => (
        <li key={one.written.kind}>
          <div className={styles.head}>
            <strong>{t.writtenKinds[one.written.kind]}</strong>
            <IconButton
              icon={Undo2}
              label={t.undoWritten(t.writtenKinds[one.written.kind], one.model)}
              size="small"
              side="left"
              onClick={() => void undo(one)}
            />
          </div>
          <Content written={one.written} />
          <p className={styles.author}>
            {`${one.model} · `}
            <time dateTime={new Date(one.time).toISOString()}>{format.dateTime(one.time)}</time>
            {one.shown && ` · ${t.wasShown(one.shown)}`}
            {one.stale && <span className={styles.stale}>{` · ${one.stale}`}</span>}
          </p>
        </li>
      ))}
      {failures.map((failure) => (
        <li key={failure} className={styles.stale}>
          {failure}
        </li>
      ))}
    </ul>
  );
}

function Content({ written: { kind, content } }: { written: Written }) {
  const t = useViewerText();
  switch (kind) {
    case 'caption':
    case 'picture-text':
    case 'page-text':
      return <p dir="auto">{content.text}</p>;
    case 'summary':
      return (
        <p dir="auto">
          {content.title && <b>{content.title}</b>}
          {content.text}
        </p>
      );
    case 'chapters':
      return (
        <ol className={styles.chapters}>
          {content.chapters.map(({ start, title }) => (
            <li key={start} dir="auto">
              <time>{describeTime(start)}</time> {title}
            </li>
          ))}
        </ol>
      );
    case 'entities': {
      const { people, organisations, places, dates } = content;
      const named = dates.map(({ date, what }) => (what ? `${date} (${what})` : date));
      const rows = [
        [t.people, people],
        [t.organisations, organisations],
        [t.places, places],
        [t.dates, named],
      ] as const;
      return (
        <Facts>
          {rows.map(([label, names]) => (
            <Fact key={label} label={label}>
              {names.join(', ')}
            </Fact>
          ))}
        </Facts>
      );
    }
    case 'tags':
    case 'terms':
      return (
        <p dir="auto">
          {content.tags.length === 0
            ? t.noTagsFit
            : content.tags.map(({ tag, confidence }) => `${tag} (${Math.round(confidence * 100)}%)`).join(', ')}
        </p>
      );
  }
}
