import {
  ArrowDownWideNarrow,
  ArrowUpNarrowWide,
  Copy,
  FolderPlus,
  LayoutGrid,
  List,
  PanelLeft,
  PanelRight,
  X,
} from 'lucide-react';
import { useLocation } from 'wouter';
import { sortKeys } from '../../../shared/contract/library.ts';
import { addFolder } from '../../app/actions.ts';
import { commandKey } from '../../app/command-key.ts';
import { togglePane, usePane } from '../../app/panes.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { Select } from '../../components/Select.tsx';
import type { AssetAction } from './asset-actions.ts';
import { changeView, TILE_HEIGHTS, useLibraryView } from './library-store.ts';
import { clearSelection } from './selection.ts';
import styles from './Toolbar.module.css';
import { useLibraryText } from './text.ts';

/** How the library is looked at; with a selection, what can be done with it. */
export function Toolbar({
  total,
  selected,
  actions,
}: {
  total: number | null;
  selected: number;
  actions: readonly AssetAction[];
}) {
  const t = useLibraryText();
  return (
    <div className={styles.bar} role="toolbar" aria-label={selected > 1 ? t.selected(selected) : t.view}>
      {selected > 1 ? <SelectionActions selected={selected} actions={actions} /> : <ViewControls total={total} />}
    </div>
  );
}

function SelectionActions({ selected, actions }: { selected: number; actions: readonly AssetAction[] }) {
  const t = useLibraryText();
  return (
    <>
      <IconButton icon={X} label={t.clearSelection} shortcut="Esc" onClick={clearSelection} />
      <strong className={styles.selected}>{t.selected(selected)}</strong>
      <div className={styles.actions}>
        {actions.map(({ id, name, icon, run }) => (
          <Button key={id} variant="quiet" icon={icon} onClick={run}>
            {name}
          </Button>
        ))}
      </div>
      <div className={styles.symbols}>
        {actions.map(({ id, name, icon, keys, run }) => (
          <IconButton key={id} icon={icon} label={name} {...(keys ? { shortcut: keys } : {})} onClick={run} />
        ))}
      </div>
    </>
  );
}

function ViewControls({ total }: { total: number | null }) {
  const t = useLibraryText();
  const { sort, descending, layout, tileHeight } = useLibraryView();
  const [, navigate] = useLocation();
  const filters = usePane('filters');
  const inspector = usePane('inspector');
  return (
    <>
      <IconButton icon={PanelLeft} label={t.showFilters} pressed={filters} onClick={() => togglePane('filters')} />
      <h1 className={styles.count}>{total === null ? t.library : t.items(total)}</h1>
      {layout === 'grid' && (
        <input
          className={styles.size}
          type="range"
          aria-label={t.tileSize}
          min={TILE_HEIGHTS.smallest}
          max={TILE_HEIGHTS.largest}
          step={TILE_HEIGHTS.step}
          value={tileHeight}
          onChange={(event) => changeView({ tileHeight: event.target.valueAsNumber })}
        />
      )}
      {layout === 'grid' && (
        <>
          <Select
            label={t.sortBy}
            value={sort}
            options={sortKeys.map((value) => ({ value, text: t.sorts[value] }))}
            onChange={(next) => changeView({ sort: next })}
          />
          <IconButton
            icon={descending ? ArrowDownWideNarrow : ArrowUpNarrowWide}
            label={descending ? t.descending : t.ascending}
            onClick={() => changeView({ descending: !descending })}
          />
        </>
      )}
      <div className={styles.layout}>
        <SegmentedControl
          label={t.view}
          value={layout}
          options={[
            { value: 'grid', text: t.grid, icon: LayoutGrid },
            { value: 'list', text: t.list, icon: List },
          ]}
          onChange={(next) => changeView({ layout: next })}
        />
      </div>
      <IconButton icon={Copy} label={t.duplicates} onClick={() => navigate('/library/duplicates')} />
      <span className={styles.wide}>
        <Button icon={FolderPlus} onClick={() => void addFolder()}>
          {t.addFolder}
        </Button>
      </span>
      <span className={styles.narrow}>
        <IconButton icon={FolderPlus} label={t.addFolder} onClick={() => void addFolder()} />
      </span>
      <IconButton
        icon={PanelRight}
        label={t.inspector}
        shortcut={`${commandKey} I`}
        pressed={inspector}
        onClick={() => togglePane('inspector')}
      />
    </>
  );
}
