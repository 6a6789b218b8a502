import { useId } from 'react';
import { TextField } from './TextField.tsx';

interface TagFieldProps {
  label: string;
  value: string;
  /** Those of the library, which are offered. */
  tags: readonly string[];
  onChange: (tag: string) => void;
}

/** A tag: one of the library's, or one that is typed. */
export function TagField({ label, value, tags, onChange }: TagFieldProps) {
  const nameList = useId();
  return (
    <>
      <TextField
        label={label}
        labelShown
        value={value}
        maxLength={100}
        list={nameList}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <datalist id={nameList}>
        {tags.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
    </>
  );
}
