import { Menu } from '@base-ui/react/menu';
import { Check, Columns3 } from 'lucide-react';
import { IconButton } from '../../../components/IconButton.tsx';
import menu from '../../../components/Menu.module.css';
import { changeView, useLibraryView } from '../library-store.ts';
import { useLibraryText } from '../text.ts';
import styles from './ColumnMenu.module.css';
import { type ColumnId, columnIds } from './columns.ts';

/** Which columns the list shows; the name is always there. */
export function ColumnMenu() {
  const t = useLibraryText();
  const chosen = useLibraryView((view) => view.columns);
  const choose = (id: ColumnId, shown: boolean) =>
    changeView({ columns: columnIds.filter((other) => (other === id ? shown : chosen.includes(other))) });
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon={Columns3} label={t.chooseColumns} size="small" />} />
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            {columnIds
              .filter((id) => id !== 'name')
              .map((id) => (
                <Menu.CheckboxItem
                  key={id}
                  className={menu.item}
                  checked={chosen.includes(id)}
                  onCheckedChange={(shown) => choose(id, shown)}
                >
                  <div className={styles.check}>
                    <Menu.CheckboxItemIndicator>
                      <Check size={16} strokeWidth={1.5} aria-hidden />
                    </Menu.CheckboxItemIndicator>
                  </div>
                  <span>{t.columns[id]}</span>
                </Menu.CheckboxItem>
              ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
