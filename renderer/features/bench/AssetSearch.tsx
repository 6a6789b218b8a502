import { type FormEvent, useState } from 'react';
import type { SearchGroup } from '../../../shared/contract/search.ts';
import { text as words } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/TextField.tsx';
import { tellError } from '../../components/toasts.ts';
import { host } from '../../rpc.ts';
import styles from './Dialogs.module.css';
import { useBenchText } from './text.ts';

const FOUND = 6;

export interface Found {
  assetId: string;
  name: string;
  passageId: number;
}

/** Finds an asset, or a passage in it, by the library's own search. */
export function AssetSearch({ label, onChoose }: { label: string; onChoose: (found: Found) => void }) {
  const t = useBenchText();
  const [query, setQuery] = useState('');
  const [groups, setGroups] = useState<readonly SearchGroup[] | null>(null);

  const search = async (event: FormEvent) => {
    event.preventDefault();
    if (query.trim() === '') return;
    try {
      setGroups((await host.search.query({ query, limit: FOUND, hitsPerAsset: 1 })).groups);
    } catch (error) {
      tellError(error);
    }
  };

  return (
    <>
      <form className={styles.row} onSubmit={(event) => void search(event)}>
        <TextField
          label={label}
          labelShown
          type="search"
          value={query}
          onChange={({ currentTarget }) => setQuery(currentTarget.value)}
        />
        <Button type="submit">{words.search}</Button>
      </form>
      {groups?.length === 0 && <p className={styles.note}>{t.nothingFound}</p>}
      {groups && groups.length > 0 && (
        <ul className={styles.found}>
          {groups.map(({ asset, hits: [hit] }) => (
            <li key={asset.id}>
              <button
                type="button"
                aria-label={t.choose(asset.name)}
                onClick={() => onChoose({ assetId: asset.id, name: asset.name, passageId: hit?.passageId ?? 0 })}
              >
                <span className={styles.name}>{asset.name}</span>
                <span className={styles.note}>{hit?.snippet.map(({ text }) => text).join('')}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
