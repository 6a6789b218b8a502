import { useState } from 'react';
import type { Anchor } from '../../../../shared/anchors.ts';
import { useViewerText } from '../text.ts';
import { type Sheet, SheetGrid } from './SheetGrid.tsx';
import styles from './TableView.module.css';

/** A workbook: its sheets as tabs below the grid, as spreadsheets have them. */
export function TableView({ sheets, anchor }: { sheets: readonly Sheet[]; anchor: Anchor }) {
  const t = useViewerText();
  const anchored = anchor.type === 'cells' ? sheets.findIndex(({ name }) => name === anchor.sheet) : 0;
  const [chosen, setChosen] = useState({ sheet: Math.max(0, anchored), anchor });
  // Opening the same workbook at another place leads to that place's sheet.
  const active = chosen.anchor === anchor ? chosen.sheet : Math.max(0, anchored);
  const sheet = sheets[active];
  if (!sheet) return <p className={styles.nothing}>{t.noRows}</p>;
  const rows = anchor.type === 'cells' && anchor.sheet === sheet.name ? anchor : null;
  return (
    <div className={styles.frame}>
      <SheetGrid key={active} sheet={sheet} anchored={rows} />
      {sheet.truncated && <p className={styles.truncated}>{t.rowsTruncated(sheet.rows.length)}</p>}
      {sheets.length > 1 && (
        <div className={styles.tabs} role="tablist" aria-label={t.sheets}>
          {sheets.map(({ name }, index) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={index === active}
              onClick={() => setChosen({ sheet: index, anchor })}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
