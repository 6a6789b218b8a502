import { ContextMenu } from '@base-ui/react/context-menu';
import type { ReactNode } from 'react';
import menu from '../../components/Menu.module.css';
import styles from './AssetMenu.module.css';
import type { AssetAction } from './asset-actions.ts';

/** The actions of the selection where the pointer is. */
export function AssetMenu({ actions, children }: { actions: readonly AssetAction[]; children: ReactNode }) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger className={styles.area}>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menu.positioner}>
          <ContextMenu.Popup className={menu.popup}>
            {actions.map(({ id, name, icon: Icon, keys, run }) => (
              <ContextMenu.Item key={id} className={menu.item} onClick={run}>
                <Icon size={16} strokeWidth={1.5} aria-hidden />
                <span>{name}</span>
                {keys && <kbd>{keys}</kbd>}
              </ContextMenu.Item>
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
