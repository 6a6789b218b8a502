import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { TagProvenance } from '../../../../shared/contract/derivations.ts';
import type { AssetDetail } from '../../../../shared/contract/library.ts';
import { messageOf } from '../../../../shared/errors.ts';
import { tell } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import { useViewerText } from '../text.ts';
import styles from './Tags.module.css';

interface TagsProps {
  asset: AssetDetail;
  /** Where its tags come from. */
  origins: readonly TagProvenance[];
  onChange: () => void;
}

/** The asset's tags, to add to and take from; those that the owner did not put there say who did. */
export function Tags({ asset, origins, onChange }: TagsProps) {
  const t = useViewerText();
  const [problem, setProblem] = useState('');
  /** Changes the tags and shows them; answers whether that went well. */
  const change = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      setProblem('');
      onChange();
      return true;
    } catch (error) {
      setProblem(messageOf(error));
      return false;
    }
  };
  const originOf = (tag: string) => {
    const known = origins.find((one) => one.tag === tag);
    if (!known || known.origin === 'owner') return {};
    return {
      title: t.tagOrigin(known.origin, known.author?.model ?? '', known.confirmed),
      'data-origin': known.origin,
    };
  };
  const remove = async (tag: string) => {
    const undo = () => void change(() => host.library.addTag({ ids: [asset.id], tag }));
    if (await change(() => host.library.removeTag({ ids: [asset.id], tag })))
      tell(t.tagRemoved(tag), { text: t.undo, run: undo });
  };
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const tag = String(new FormData(form).get('tag')).trim();
    if (tag === '') return;
    void change(() => host.library.addTag({ ids: [asset.id], tag })).then(() => form.reset());
  };
  return (
    <>
      {asset.tags.length > 0 && (
        <ul className={styles.tags}>
          {asset.tags.map((tag) => (
            <li key={tag} {...originOf(tag)}>
              {tag}
              <button type="button" aria-label={t.removeTag(tag)} onClick={() => void remove(tag)}>
                <X size={12} strokeWidth={2} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add}>
        <input
          className={styles.field}
          name="tag"
          maxLength={100}
          placeholder={t.addTag}
          aria-label={t.addTag}
          autoComplete="off"
        />
      </form>
      {problem !== '' && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </>
  );
}
