import type { TaggingEstimate } from '../../../shared/contract/tagging.ts';
import { useFormat } from '../../app/format.ts';
import { Table } from '../../components/Table.tsx';
import styles from './Estimates.module.css';
import { useTagsText } from './text.ts';

/** What models would look at, by kind of work: how many files, which model, how long, and what would leave the machine. */
export function Estimates({ estimates }: { estimates: readonly TaggingEstimate[] }) {
  const t = useTagsText();
  const heads = t.estimateHeads;
  const columns = [
    { key: 'kind', head: heads.kind, width: '34%' },
    { key: 'files', head: estimates.every(({ kind }) => kind === 'pages') ? heads.pages : heads.files, width: '84px' },
    { key: 'model', head: heads.model },
    { key: 'time', head: heads.time, width: '128px' },
  ];
  return (
    <Table label={t.suggestTags} columns={columns} className={styles.estimates}>
      {estimates.map((estimate) => (
        <Estimate key={`${estimate.kind} ${estimate.model?.id}`} estimate={estimate} />
      ))}
    </Table>
  );
}

function Estimate({ estimate }: { estimate: TaggingEstimate }) {
  const t = useTagsText();
  const format = useFormat();
  const { kind, items, done, model, reason, tokensIn, tokensOut, seconds, basis, cost, bytesOut } = estimate;
  return (
    <tr>
      <th scope="row">
        {t.kinds[kind]}
        {tokensIn > 0 && items > 0 && <small>{t.tokens(tokensIn, tokensOut)}</small>}
      </th>
      <td>
        {format.number(items)}
        {done > 0 && <small>{t.doneAlready(done)}</small>}
      </td>
      <td data-missing={model === null || undefined}>
        {model?.name ?? reason}
        {bytesOut > 0 && model && items > 0 && (
          <small
            className={styles.leaves}
          >{`${t.estimateHeads.leaves}: ${t.leavesTo(format.bytes(bytesOut), model.host)}`}</small>
        )}
      </td>
      <td title={t.bases[basis]}>
        {model && items > 0 && (seconds === null ? t.timeUnknown : format.duration(seconds))}
        {cost && items > 0 && <small>{t.costs(format.money(cost))}</small>}
      </td>
    </tr>
  );
}
