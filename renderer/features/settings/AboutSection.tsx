import { useSession } from '../../app/session.ts';
import { Panel, PanelRow } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { CopyButton } from '../viewer/inspector/Inspector.tsx';
import styles from './AboutSection.module.css';
import { useSettingsText } from './text.ts';

/** What this is, what it does not do, and where its data lie. */
export function AboutSection() {
  const t = useSettingsText();
  const info = useSession((session) => session.info);
  if (!info) return <Skeleton height={240} />;
  return (
    <Panel label={t.section.about.title}>
      <PanelRow title={t.version} text={`Holdfast ${info.version} · ${t.shells[info.shell]}`} />
      <PanelRow
        title={t.dataLie}
        text={
          <>
            <div className={styles.path}>{info.libraryPath}</div>
            {t.dataLieText}
          </>
        }
      >
        <CopyButton text={info.libraryPath} label={t.copyPath} />
      </PanelRow>
      <PanelRow title={t.noTelemetry} text={t.noTelemetryText} />
      <PanelRow title={t.licenceName} text={t.licenceText} />
    </Panel>
  );
}
