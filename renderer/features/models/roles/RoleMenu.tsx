import { ChevronDown, PackagePlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Model, ModelRole } from '../../../../shared/contract/models.ts';
import { Menu, MenuChoice, MenuChoices, MenuItem, MenuSection } from '../../../components/Menu.tsx';
import { useModelsText } from '../text.ts';
import styles from './RoleMenu.module.css';
import { lacking } from './role-choices.ts';

interface RoleMenuProps {
  role: ModelRole;
  /** Its name for screen readers. */
  label: string;
  models: readonly Model[];
  /** Id of the one that was chosen first; empty for none. */
  value: string;
  /** What is chosen where no model is. */
  none: string;
  onChoose: (id: string) => void;
  /** What the button shows. */
  children: ReactNode;
}

/** Which model is to serve a role: those that can, and why the others cannot. */
export function RoleMenu({ role, label, models, value, none, onChoose, children }: RoleMenuProps) {
  const t = useModelsText();
  const [, navigate] = useLocation();
  const able = models.filter((model) => lacking(model, role).length === 0);
  const others = models.filter((model) => !able.includes(model));
  const trigger = (
    <button type="button" className={styles.trigger} aria-label={label}>
      <span className={styles.chosen}>{children}</span>
      <ChevronDown size={14} strokeWidth={1.5} aria-hidden />
    </button>
  );
  return (
    <Menu trigger={trigger}>
      <MenuChoices value={value} onChange={onChoose}>
        {able.map((model) => (
          <MenuChoice key={model.id} value={model.id} note={model.provider?.host ?? t.locations[model.location]}>
            {model.name}
          </MenuChoice>
        ))}
        <MenuChoice value="">{none}</MenuChoice>
      </MenuChoices>
      {others.length > 0 && (
        <MenuSection title={t.cannotServe}>
          {others.map((model) => (
            <MenuItem key={model.id} disabled note={t.lacks(lacking(model, role))}>
              {model.name}
            </MenuItem>
          ))}
        </MenuSection>
      )}
      {able.length === 0 && (
        <MenuItem icon={PackagePlus} onClick={() => navigate('/models/add')}>
          {t.addModel}
        </MenuItem>
      )}
    </Menu>
  );
}
