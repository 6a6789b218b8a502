import { updateSettings, useSession } from '../../app/session.ts';
import { Panel, PanelRow } from '../../components/Panel.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { host, useQuery } from '../../rpc.ts';
import { useSettingsText } from './text.ts';

/** Whether tags are written beside the files that they are put on. */
export function SidecarsPanel() {
  const t = useSettingsText();
  const settings = useSession((session) => session.settings);
  const version = useSession((session) => session.libraryVersion);
  const { data: problems } = useQuery(['sidecarProblems'], () => host.library.sidecarProblems(), version);
  if (!settings) return null;
  const isOn = settings.writeSidecars;
  const failed = isOn && problems && problems.count > 0 ? t.sidecarProblems(problems.count, problems.first) : '';
  return (
    <>
      <h3>{t.sidecars}</h3>
      <Panel label={t.sidecars}>
        <PanelRow title={t.writeSidecars} text={failed || t.sidecarsEffect} tone={failed === '' ? 'plain' : 'warning'}>
          <SegmentedControl
            label={t.writeSidecars}
            value={isOn ? 'on' : 'off'}
            options={[
              { value: 'off', text: t.off },
              { value: 'on', text: t.on },
            ]}
            onChange={(next) => void updateSettings({ writeSidecars: next === 'on' })}
          />
        </PanelRow>
      </Panel>
    </>
  );
}
