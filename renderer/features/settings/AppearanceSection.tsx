import { Contrast, Monitor, Moon, Sun } from 'lucide-react';
import { updateSettings, useSession } from '../../app/session.ts';
import { Panel, PanelRow } from '../../components/Panel.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useSettingsText } from './text.ts';

/** How the window looks. */
export function AppearanceSection() {
  const t = useSettingsText();
  const settings = useSession((session) => session.settings);
  if (!settings) return <Skeleton height={48} />;
  return (
    <Panel label={t.section.appearance.title}>
      <PanelRow title={t.theme} text={t.themeEffect}>
        <SegmentedControl
          label={t.theme}
          value={settings.theme}
          options={[
            { value: 'system', text: t.themes.system, icon: Monitor },
            { value: 'light', text: t.themes.light, icon: Sun },
            { value: 'dark', text: t.themes.dark, icon: Moon },
          ]}
          onChange={(value) => void updateSettings({ theme: value })}
        />
      </PanelRow>
      <PanelRow title={t.contrast} text={t.contrastEffect}>
        <SegmentedControl
          label={t.contrast}
          value={settings.contrast}
          options={[
            { value: 'system', text: t.contrasts.system, icon: Monitor },
            { value: 'high', text: t.contrasts.high, icon: Contrast },
          ]}
          onChange={(value) => void updateSettings({ contrast: value })}
        />
      </PanelRow>
    </Panel>
  );
}
