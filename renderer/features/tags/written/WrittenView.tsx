import { PenLine, RotateCw, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { AuthoredKind, Writer } from '../../../../shared/contract/derivations.ts';
import { useFormat } from '../../../app/format.ts';
import { text } from '../../../app/text.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { PagePart } from '../../../components/Page.tsx';
import { Table } from '../../../components/Table.tsx';
import { tell, tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import { useTagsText } from '../text.ts';
import { useLiveQuery } from '../use-live-query.ts';
import styles from './WrittenView.module.css';

/** What is to be undone: all that a model wrote, or of one kind. */
interface Undoing {
  modelId: string;
  model: string;
  kinds?: AuthoredKind[];
  what: string;
}

/** Who wrote what, to be undone or done anew. */
export function WrittenView() {
  const t = useTagsText();
  const { data, error, reload } = useLiveQuery(['writers'], () => host.derivations.writers());
  const [undoing, setUndoing] = useState<Undoing | null>(null);
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (!data) return null;
  if (data.length === 0) return <EmptyState icon={PenLine} title={t.writtenEmptyTitle} text={t.writtenEmptyText} />;

  const undo = async () => {
    if (!undoing) return;
    try {
      const { modelId, kinds } = undoing;
      const { derivations, kept } = await host.derivations.undo({ modelId, ...(kinds ? { kinds } : {}) });
      tell(t.undone(derivations, kept));
      reload();
    } catch (thrown) {
      tellError(thrown);
    }
  };
  return (
    <>
      <PagePart width={1008}>
        {[...Map.groupBy(data, ({ modelId }) => modelId).values()].map((rows) => (
          <Model key={rows[0]?.modelId} rows={rows} onUndo={setUndoing} />
        ))}
      </PagePart>
      <ConfirmDialog
        open={undoing !== null}
        title={t.undoTitle(undoing?.model ?? '')}
        text={t.undoText(undoing?.what ?? '')}
        action={t.undoAction}
        danger
        onConfirm={undo}
        onClose={() => setUndoing(null)}
      />
    </>
  );
}

function Model({ rows, onUndo }: { rows: readonly Writer[]; onUndo: (undoing: Undoing) => void }) {
  const t = useTagsText();
  const [first] = rows;
  if (!first) return null;
  const { modelId, model } = first;
  const describe = ({ kind, count }: Writer) => `${t.writtenKinds[kind]} (${count})`;
  const heads = t.writtenHeads;
  const columns = [
    { key: 'kind', head: heads.kind, width: '24%' },
    { key: 'count', head: heads.count, width: '72px' },
    { key: 'last', head: heads.last, width: '120px' },
    { key: 'state', head: heads.state },
    { key: 'actions', head: heads.actions, headHidden: true, width: '76px' },
  ];
  return (
    <section aria-label={model}>
      <header className={styles.head}>
        <h2 dir="auto">{model}</h2>
        <Button icon={Undo2} onClick={() => onUndo({ modelId, model, what: rows.map(describe).join(', ') })}>
          {t.undoAll(model)}
        </Button>
      </header>
      <Table label={model} columns={columns} className={styles.table}>
        {rows.map((row) => (
          <Row
            key={`${row.kind} ${row.first} ${row.stale}`}
            row={row}
            onUndo={() => onUndo({ modelId, model, kinds: [row.kind], what: describe(row) })}
          />
        ))}
      </Table>
    </section>
  );
}

function Row({ row: { kind, model, modelId, count, last, stale }, onUndo }: { row: Writer; onUndo: () => void }) {
  const t = useTagsText();
  const format = useFormat();
  const [, navigate] = useLocation();
  const redo = async () => {
    try {
      const { items } = await host.derivations.redo({ modelId, kinds: [kind] });
      tell(t.started(items), { text: text.activity, run: () => navigate('/activity') });
    } catch (thrown) {
      tellError(thrown);
    }
  };
  return (
    <tr>
      <th scope="row">{t.writtenKinds[kind]}</th>
      <td>{format.number(count)}</td>
      <td>
        <time dateTime={new Date(last).toISOString()} title={format.dateTime(last)}>
          {format.relative(last)}
        </time>
      </td>
      <td data-stale={stale !== '' || undefined} title={stale}>
        {stale || t.fresh}
      </td>
      <td className={styles.actions}>
        <IconButton icon={RotateCw} label={t.redoKind(t.writtenKinds[kind], model)} onClick={() => void redo()} />
        <IconButton icon={Undo2} label={t.undoKind(t.writtenKinds[kind], model)} onClick={onUndo} />
      </td>
    </tr>
  );
}
