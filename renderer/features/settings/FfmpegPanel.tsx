import { RotateCw } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { updateSettings, useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { Panel, PanelRow } from '../../components/Panel.tsx';
import { TextField } from '../../components/TextField.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import styles from './ReadingSection.module.css';
import { useSettingsText } from './text.ts';

/** Which ffmpeg videos and sound are read with. */
export function FfmpegPanel() {
  const t = useSettingsText();
  const named = useSession((session) => session.settings?.ffmpegPath) ?? '';
  const [typed, setTyped] = useState(named);
  useEffect(() => setTyped(named), [named]);
  const { data, reload } = useQuery(['ffmpeg', named], () => host.recordings.ffmpeg());

  const look = async () => {
    try {
      const { ffmpeg, readAgain } = await host.recordings.findFfmpeg();
      reload();
      if (readAgain > 0) tell(t.ffmpegReadAgain(readAgain));
      else if (ffmpeg.found) tell(t.ffmpegFound(ffmpeg.version, ffmpeg.path));
    } catch (error) {
      tellError(error);
    }
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    await updateSettings({ ffmpegPath: typed.trim() });
    await look();
  };
  return (
    <>
      <h3>{t.recordings}</h3>
      <p className={styles.effect}>{t.ffmpegEffect}</p>
      <Panel label={t.recordings}>
        <PanelRow
          title="ffmpeg"
          tone={data?.found === false ? 'warning' : 'plain'}
          text={data ? (data.found ? t.ffmpegFound(data.version, data.path) : t.ffmpegMissing(data.reason)) : undefined}
        >
          <Button icon={RotateCw} variant="quiet" onClick={() => void look()}>
            {t.ffmpegLook}
          </Button>
        </PanelRow>
        <PanelRow title={t.ffmpegPath} text={t.ffmpegPathEffect}>
          <form className={styles.path} onSubmit={(event) => void save(event)}>
            <TextField
              label={t.ffmpegPath}
              value={typed}
              placeholder={t.ffmpegOfSystem}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
            <Button type="submit" disabled={typed.trim() === named}>
              {t.ffmpegUse}
            </Button>
          </form>
        </PanelRow>
      </Panel>
    </>
  );
}
