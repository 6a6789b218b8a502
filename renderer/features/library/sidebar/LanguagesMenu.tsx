import { ContextMenu } from '@base-ui/react/context-menu';
import { Languages } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import menu from '../../../components/Menu.module.css';
import { LanguagesDialog } from '../../ocr/LanguagesDialog.tsx';
import { useOcrText } from '../../ocr/text.ts';
import styles from './LanguagesMenu.module.css';

interface LanguagesMenuProps {
  scope: { scope: 'folder'; path: string } | { scope: 'tag'; tag: string };
  name: string;
  children: ReactNode;
}

/** What can be done with a folder or tag, where the pointer is: choosing the languages of its scans. */
export function LanguagesMenu({ scope, name, children }: LanguagesMenuProps) {
  const t = useOcrText();
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <ContextMenu.Root>
        <ContextMenu.Trigger className={styles.area}>{children}</ContextMenu.Trigger>
        <ContextMenu.Portal>
          <ContextMenu.Positioner className={menu.positioner}>
            <ContextMenu.Popup className={menu.popup}>
              <ContextMenu.Item className={menu.item} onClick={() => setChoosing(true)}>
                <Languages size={16} strokeWidth={1.5} aria-hidden />
                <span>{t.choose}</span>
              </ContextMenu.Item>
            </ContextMenu.Popup>
          </ContextMenu.Positioner>
        </ContextMenu.Portal>
      </ContextMenu.Root>
      {choosing && <LanguagesDialog scope={scope} name={name} onClose={() => setChoosing(false)} />}
    </>
  );
}
