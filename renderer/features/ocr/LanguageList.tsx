import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Panel, PanelRow } from '../../components/Panel.tsx';
import styles from './LanguageList.module.css';
import { moved } from './language-order.ts';
import { useOcrText } from './text.ts';

/** The languages that pages are read in, in their order, and those that there are beside. */
export function LanguageList({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange: (languages: string[]) => void;
}) {
  const t = useOcrText();
  const known = useSession((session) => session.info?.ocrLanguages) ?? [];
  const nameOf = (code: string) => known.find((language) => language.code === code)?.name ?? code;
  const last = chosen.length === 1;
  return (
    <>
      <Panel label={t.languages}>
        {chosen.map((code, index) => {
          const name = nameOf(code);
          return (
            <PanelRow key={code} title={name}>
              <IconButton
                icon={ArrowUp}
                label={t.moveUp(name)}
                disabled={index === 0}
                onClick={() => onChange(moved(chosen, index, -1))}
              />
              <IconButton
                icon={ArrowDown}
                label={t.moveDown(name)}
                disabled={index === chosen.length - 1}
                onClick={() => onChange(moved(chosen, index, 1))}
              />
              <IconButton
                icon={X}
                label={last ? t.lastLanguage : t.removeLanguage(name)}
                disabled={last}
                onClick={() => onChange(chosen.filter((other) => other !== code))}
              />
            </PanelRow>
          );
        })}
      </Panel>
      <div className={styles.more}>
        {known
          .filter(({ code }) => !chosen.includes(code))
          .map(({ code, name }) => (
            <Button key={code} icon={Plus} onClick={() => onChange([...chosen, code])}>
              {t.addLanguage(name)}
            </Button>
          ))}
      </div>
    </>
  );
}
