import { type FormEvent, useState } from 'react';
import { Button } from '../../../../components/Button.tsx';
import { PanelRow } from '../../../../components/Panel.tsx';
import { TextField } from '../../../../components/TextField.tsx';
import styles from './EndpointPanel.module.css';
import { useEndpointText } from './text.ts';

/** Where it listens; give it another key to begin anew. */
export function PortRow({ port, onChange }: { port: number | null; onChange: (port: number) => void }) {
  const t = useEndpointText();
  const [entry, setEntry] = useState(String(port ?? ''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(Number(entry));
  };
  return (
    <PanelRow title={t.port} text={t.portEffect}>
      <form className={styles.port} onSubmit={submit}>
        <TextField
          label={t.port}
          type="number"
          min={1}
          max={65_535}
          required
          value={entry}
          onChange={({ currentTarget }) => setEntry(currentTarget.value)}
        />
        <Button type="submit" disabled={entry === '' || Number(entry) === port}>
          {t.setPort}
        </Button>
      </form>
    </PanelRow>
  );
}
