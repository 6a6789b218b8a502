import { useState } from 'react';
import { useLocation } from 'wouter';
import { updateSettings, useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { Panel, PanelRow } from '../../components/Panel.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { host, useQuery } from '../../rpc.ts';
import { AddedLanguages } from '../ocr/AddedLanguages.tsx';
import { LanguageList } from '../ocr/LanguageList.tsx';
import { OtherLanguages } from '../ocr/OtherLanguages.tsx';
import { ReadPagesDialog } from '../ocr/ReadPagesDialog.tsx';
import { readPagesAgain } from '../ocr/read-pages-again.ts';
import { useOcrText } from '../ocr/text.ts';
import styles from './ReadingSection.module.css';
import { useSettingsText } from './text.ts';

/** In which languages pictures are read, everywhere and in some places, and who reads again what was read badly. */
export function ScansPanel() {
  const t = useSettingsText();
  const o = useOcrText();
  const [, navigate] = useLocation();
  const [readingPages, setReadingPages] = useState(false);
  const chosen = useSession((session) => session.settings?.ocrLanguages);
  const isAutomatic = useSession((session) => session.settings?.ocrAutomatic);
  const known = useSession((session) => session.info?.ocrLanguages);
  if (!chosen || !known) return <Skeleton height={96} />;
  return (
    <>
      <h3>{t.ocrLanguages}</h3>
      <p className={styles.effect}>{isAutomatic ? o.wayEffects.automatic : t.ocrEffect}</p>
      <div>
        <SegmentedControl
          label={o.how}
          value={isAutomatic ? 'automatic' : 'named'}
          options={(['named', 'automatic'] as const).map((value) => ({ value, text: o.ways[value] }))}
          onChange={(way) => void updateSettings({ ocrAutomatic: way === 'automatic' })}
        />
      </div>
      <LanguageList chosen={chosen} onChange={(ocrLanguages) => void updateSettings({ ocrLanguages })} />
      <Outdated settings={`${isAutomatic} ${chosen} ${known.map(({ code }) => code)}`} />
      <AddedLanguages />
      <OtherLanguages />
      <Panel label={o.unsurePages}>
        <PanelRow title={o.unsurePages} text={o.readPagesEffect}>
          <Button onClick={() => navigate(`/search?q=${encodeURIComponent('has:unsure-text')}`)}>{o.showUnsure}</Button>
          <Button onClick={() => setReadingPages(true)}>{o.readPages}</Button>
        </PanelRow>
      </Panel>
      {readingPages && <ReadPagesDialog ids={null} onClose={() => setReadingPages(false)} />}
    </>
  );
}

/** What was read in other languages than those that are chosen now. */
function Outdated({ settings }: { settings: string }) {
  const o = useOcrText();
  const scope = { scope: 'library' } as const;
  const { data, reload } = useQuery(['ocr outdated', settings], () => host.ocr.outdated({ scope }));
  if (!data || data.pages === 0) return null;
  return (
    <Panel label={o.outdated(data.pages, data.files)}>
      <PanelRow title={o.outdated(data.pages, data.files)}>
        <Button onClick={() => void readPagesAgain(scope, o).then(reload)}>{o.readAgain(data.pages)}</Button>
      </PanelRow>
    </Panel>
  );
}
