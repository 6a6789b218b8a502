import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Model, ModelRole, RoleService } from '../../../../shared/contract/models.ts';
import { Button } from '../../../components/Button.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Select } from '../../../components/Select.tsx';
import { TagField } from '../../../components/TagField.tsx';
import { host, useQuery } from '../../../rpc.ts';
import { changeModels } from '../change-models.ts';
import { ModelPlace } from '../ModelPlace.tsx';
import { useModelsText } from '../text.ts';
import styles from './RoleDialog.module.css';

interface TagChoicesProps {
  role: ModelRole;
  /** The models that can serve it. */
  able: readonly Model[];
  /** What was chosen for the files with a tag. */
  choices: readonly RoleService[];
}

/** Who serves a role for the files with a tag, which nobody else reads then. */
export function TagChoices({ role, able, choices }: TagChoicesProps) {
  const t = useModelsText();
  const { data: facets } = useQuery(['tags'], () => host.library.facets({ filter: {} }));
  const [tag, setTag] = useState('');
  const [chosen, setChosen] = useState('');
  // The model that is offered first keeps what it reads nearest.
  const nearest = able.find(({ location }) => location === 'process') ?? able[0];
  const modelId = able.some(({ id }) => id === chosen) ? chosen : (nearest?.id ?? '');

  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (tag.trim() === '' || modelId === '') return;
    if (await changeModels(() => host.models.order({ role, tag: tag.trim(), ids: [modelId] }))) setTag('');
  };

  return (
    <section className={styles.part} aria-label={t.tagsTitle}>
      <h3>{t.tagsTitle}</h3>
      <p className={styles.effect}>{t.tagsEffect}</p>
      {choices.length > 0 && (
        <ul className={styles.order}>
          {choices.map((choice) => {
            const model = able.find(({ id }) => id === choice.order[0]);
            return (
              <li key={choice.tag} className={styles.model}>
                <span className={styles.tag}>{choice.tag}</span>
                {model && (
                  <>
                    <span className={styles.name}>{model.name}</span>
                    <ModelPlace model={model} />
                  </>
                )}
                <IconButton
                  icon={X}
                  size="small"
                  label={t.removeTag(choice.tag)}
                  onClick={() => void changeModels(() => host.models.release({ role, tag: choice.tag }))}
                />
              </li>
            );
          })}
        </ul>
      )}
      {able.length > 0 && (
        <form className={styles.add} onSubmit={(event) => void add(event)}>
          <TagField label={t.tag} value={tag} tags={facets?.tags.map(({ value }) => value) ?? []} onChange={setTag} />
          <div className={styles.choose}>
            <span>{t.tagModel}</span>
            <Select
              label={t.tagModel}
              value={modelId}
              options={able.map(({ id, name }) => ({ value: id, text: name }))}
              onChange={setChosen}
            />
          </div>
          <Button type="submit" disabled={tag.trim() === ''}>
            {t.addTag}
          </Button>
        </form>
      )}
    </section>
  );
}
