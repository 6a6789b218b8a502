import { X } from 'lucide-react';
import { refreshInfo, useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Panel, PanelRow } from '../../components/Panel.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { host } from '../../rpc.ts';
import { pickPath } from '../picker/pick-path.ts';
import styles from './OtherLanguages.module.css';
import { useOcrText } from './text.ts';

/** The languages whose data the owner added, with a way to add more. */
export function AddedLanguages() {
  const t = useOcrText();
  const known = useSession((session) => session.info?.ocrLanguages) ?? [];
  const added = known.filter(({ from }) => from === 'added');

  const add = async () => {
    try {
      const path = await pickPath('ocr-language');
      if (path === null) return;
      const { code } = await host.ocr.addLanguage({ path });
      await refreshInfo();
      const languages = useSession.getState().info?.ocrLanguages ?? [];
      tell(t.dataAdded(languages.find((language) => language.code === code)?.name ?? code));
    } catch (error) {
      tellError(error);
    }
  };
  const remove = async (code: string) => {
    try {
      await host.ocr.removeLanguage({ code });
      await refreshInfo();
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <>
      <h3>{t.ownData}</h3>
      <p className={styles.effect}>{t.ownDataEffect}</p>
      {added.length > 0 && (
        <Panel label={t.ownData}>
          {added.map(({ code, name }) => (
            <PanelRow key={code} title={name} text={code}>
              <IconButton icon={X} label={t.removeData(name)} onClick={() => void remove(code)} />
            </PanelRow>
          ))}
        </Panel>
      )}
      <div className={styles.actions}>
        <Button onClick={() => void add()}>{t.addData}</Button>
      </div>
    </>
  );
}
