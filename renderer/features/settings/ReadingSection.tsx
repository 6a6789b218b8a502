import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { updateSettings, useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Panel, PanelRow } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { FfmpegPanel } from './FfmpegPanel.tsx';
import { moved } from './language-order.ts';
import styles from './ReadingSection.module.css';
import { useSettingsText } from './text.ts';

/** In which languages pictures are read, and with what videos and sound. */
export function ReadingSection() {
  const t = useSettingsText();
  const chosen = useSession((session) => session.settings?.ocrLanguages);
  const known = useSession((session) => session.info?.ocrLanguages);
  if (!chosen || !known) return <Skeleton height={96} />;

  const nameOf = (code: string) => known.find((language) => language.code === code)?.name ?? code;
  const change = (ocrLanguages: string[]) => void updateSettings({ ocrLanguages });
  const last = chosen.length === 1;
  return (
    <>
      <h3>{t.ocrLanguages}</h3>
      <p className={styles.effect}>{t.ocrEffect}</p>
      <Panel label={t.ocrLanguages}>
        {chosen.map((code, index) => {
          const name = nameOf(code);
          return (
            <PanelRow key={code} title={name}>
              <IconButton
                icon={ArrowUp}
                label={t.moveUp(name)}
                disabled={index === 0}
                onClick={() => change(moved(chosen, index, -1))}
              />
              <IconButton
                icon={ArrowDown}
                label={t.moveDown(name)}
                disabled={index === chosen.length - 1}
                onClick={() => change(moved(chosen, index, 1))}
              />
              <IconButton
                icon={X}
                label={last ? t.lastLanguage : t.removeLanguage(name)}
                disabled={last}
                onClick={() => change(chosen.filter((other) => other !== code))}
              />
            </PanelRow>
          );
        })}
      </Panel>
      <div className={styles.more}>
        {known
          .filter(({ code }) => !chosen.includes(code))
          .map(({ code, name }) => (
            <Button key={code} icon={Plus} onClick={() => change([...chosen, code])}>
              {t.addLanguage(name)}
            </Button>
          ))}
      </div>
      <FfmpegPanel />
    </>
  );
}
