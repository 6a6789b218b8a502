import { Monitor, Moon, Sun } from 'lucide-react';
import { updateSettings, useSession } from '../../app/session.ts';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Panel, PanelRow } from './Panel.tsx';
import { useSettingsText } from './text.ts';

/** How the window looks. */
export function AppearanceSection() {
  const t = useSettingsText();
  const theme = useSession((session) => session.settings?.theme);
  if (!theme) return <Skeleton height={48} />;
  return (
    <Panel label={t.section.appearance.title}>
      <PanelRow title={t.theme} text={t.themeEffect}>
        <SegmentedControl
          label={t.theme}
          value={theme}
          options={[
            { value: 'system', text: t.themes.system, icon: Monitor },
            { value: 'light', text: t.themes.light, icon: Sun },
            { value: 'dark', text: t.themes.dark, icon: Moon },
          ]}
          onChange={(value) => void updateSettings({ theme: value })}
        />
      </PanelRow>
    </Panel>
  );
}
