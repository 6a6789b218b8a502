import type { ReactElement } from 'react';
import type { Model, RoleService } from '../../../shared/contract/models.ts';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { host } from '../../rpc.ts';
import { changeModels } from './change-models.ts';
import { partIn, withFirst } from './roles/role-choices.ts';
import { useModelsText } from './text.ts';

interface UsesMenuProps {
  model: Model;
  services: readonly RoleService[];
  trigger: ReactElement<Record<string, unknown>>;
}

/** The roles that a model can serve; choosing one makes it the first choice there. */
export function UsesMenu({ model, services, trigger }: UsesMenuProps) {
  const t = useModelsText();
  return (
    <Menu trigger={trigger} align="end">
      {model.roles.length === 0 && <MenuItem disabled>{t.noUse}</MenuItem>}
      {model.roles.map((role) => {
        const part = partIn(services, role, model.id);
        const everywhere = services.find((service) => service.role === role && service.tag === '');
        const chosen = everywhere?.follows === null ? everywhere.order : [];
        return (
          <MenuItem
            key={role}
            note={part ? t.uses[part] : ''}
            onClick={() => void changeModels(() => host.models.order({ role, ids: withFirst(chosen, model.id) }))}
          >
            {t.roles[role].name}
          </MenuItem>
        );
      })}
    </Menu>
  );
}
