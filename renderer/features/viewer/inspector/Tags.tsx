import { X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import type { TagProvenance } from '../../../../shared/contract/derivations.ts';
import { messageOf } from '../../../../shared/errors.ts';
import { tell } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import { useViewerText } from '../text.ts';
import styles from './Tags.module.css';

interface TagsProps {
  /** The assets that they are of. */
  ids: readonly string[];
  /** How many of the assets have each. */
  tags: readonly { tag: string; count: number }[];
  /** Where its tags come from. */
  origins: readonly TagProvenance[];
  onChange: () => void;
}

/** The tags of assets, to add to and take from; those that the owner did not put there say who did. */
export function Tags({ ids, tags, origins, onChange }: TagsProps) {
  const t = useViewerText();
  const offered = useId();
  const [known, setKnown] = useState<readonly string[]>([]);
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
    let removed: string[] = [];
    const undo = () => void change(() => host.library.addTag({ ids: removed, tag }));
    const work = async () => {
      removed = (await host.library.removeTag({ ids: [...ids], tag })).removed;
    };
    if ((await change(work)) && removed.length > 0) tell(t.tagRemoved(tag), { text: t.undo, run: undo });
  };
  /** Offers the tags of the library that are not on all of the assets. */
  const offer = async () => {
    const { tags: all } = await host.library.facets({ filter: {} }).catch(() => ({ tags: [] }));
    const onAll = new Set(tags.filter(({ count }) => count === ids.length).map(({ tag }) => tag));
    setKnown(all.map(({ value }) => value).filter((tag) => !onAll.has(tag)));
  };
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const tag = String(new FormData(form).get('tag')).trim();
    if (tag === '') return;
    void change(() => host.library.addTag({ ids: [...ids], tag })).then(() => form.reset());
  };
  return (
    <>
      {tags.length > 0 && (
        <ul className={styles.tags}>
          {tags.map(({ tag, count }) => (
            <li key={tag} {...originOf(tag)}>
              {tag}
              {count < ids.length && <small title={t.tagOnSome(count, ids.length)}>{count}</small>}
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
          list={offered}
          onFocus={() => void offer()}
        />
        <datalist id={offered}>
          {known.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
      </form>
      {problem !== '' && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </>
  );
}
