import { Download, Ellipsis, FileInput, ListTree, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Term, Vocabulary, VocabularyFormat } from '../../../../shared/contract/tagging.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../../components/Menu.tsx';
import { PagePart } from '../../../components/Page.tsx';
import { Select } from '../../../components/Select.tsx';
import { saveFile } from '../../../components/save-file.ts';
import { TextField } from '../../../components/TextField.tsx';
import { tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import { useTagsText } from '../text.ts';
import { useLiveQuery } from '../use-live-query.ts';
import { ImportDialog } from './ImportDialog.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { TermDialog, type TermDraft } from './TermDialog.tsx';
import { TermTree } from './TermTree.tsx';
import { matchingTerms } from './term-tree.ts';
import { VocabularyNameDialog } from './VocabularyNameDialog.tsx';
import styles from './VocabularyView.module.css';

/** Percent from which on suggestions may be accepted by themselves. */
const thresholds = [95, 90, 80, 60];

/** The vocabularies and the terms of one of them. */
export function VocabularyView() {
  const t = useTagsText();
  const { data, error, reload } = useLiveQuery(['vocabularies'], () => host.tagging.vocabularies());
  const [chosen, setChosen] = useState<number | null>(null);
  const [adding, setAdding] = useState(false);
  const vocabulary = data?.find(({ id }) => id === chosen) ?? data?.[0];
  const create = (
    <Button variant={data?.length === 0 ? 'primary' : 'default'} icon={Plus} onClick={() => setAdding(true)}>
      {t.newVocabulary}
    </Button>
  );
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (!data) return null;
  return (
    <>
      {vocabulary ? (
        <PagePart width={816}>
          <div className={styles.vocabulary}>
            <div className={styles.bar}>
              <Select
                label={t.vocabularies}
                value={String(vocabulary.id)}
                options={data.map(({ id, name }) => ({ value: String(id), text: name }))}
                onChange={(id) => setChosen(Number(id))}
              />
              {create}
            </div>
            <Terms key={vocabulary.id} vocabulary={vocabulary} onChange={reload} />
          </div>
        </PagePart>
      ) : (
        <EmptyState icon={ListTree} title={t.vocabularyEmptyTitle} text={t.vocabularyEmptyText}>
          {create}
        </EmptyState>
      )}
      {adding && (
        <VocabularyNameDialog
          title={t.newVocabulary}
          action={t.create}
          name=""
          onName={(name) =>
            host.tagging.addVocabulary({ name }).then(({ id }) => {
              setChosen(id);
              reload();
            })
          }
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}

type Doing =
  | { type: 'term'; draft: TermDraft }
  | { type: 'merge' | 'remove'; term: Term }
  | { type: 'import' | 'rename' | 'remove vocabulary' };

function Terms({ vocabulary, onChange }: { vocabulary: Vocabulary; onChange: () => void }) {
  const t = useTagsText();
  const { id: vocabularyId, name, open, autoAccept } = vocabulary;
  const [found, setFound] = useState('');
  const [doing, setDoing] = useState<Doing | null>(null);
  const { data: terms = [], reload } = useLiveQuery(['terms', vocabularyId], () =>
    host.tagging.terms({ vocabularyId }),
  );
  const changed = () => {
    reload();
    onChange();
  };
  const attempt = (work: Promise<unknown>) => void work.then(changed, tellError);
  const close = () => setDoing(null);
  const shown = matchingTerms(terms, found);
  return (
    <>
      <Rules
        open={open}
        autoAccept={autoAccept}
        onChange={(change) => attempt(host.tagging.editVocabulary({ id: vocabularyId, ...change }))}
      />
      <div className={styles.bar}>
        <div className={styles.find}>
          <TextField
            label={t.findTerm}
            placeholder={t.findTerm}
            type="search"
            value={found}
            onChange={(event) => setFound(event.target.value)}
          />
        </div>
        <Button icon={Plus} onClick={() => setDoing({ type: 'term', draft: { parentId: null } })}>
          {t.addTerm}
        </Button>
        <Menu align="end" trigger={<IconButton icon={Ellipsis} label={t.transfer} variant="outlined" />}>
          <MenuItem icon={FileInput} onClick={() => setDoing({ type: 'import' })}>
            {t.importTerms}
          </MenuItem>
          <MenuItem icon={Download} onClick={() => void save(vocabularyId, 'text')}>
            {t.exportText}
          </MenuItem>
          <MenuItem icon={Download} onClick={() => void save(vocabularyId, 'csv')}>
            {t.exportCsv}
          </MenuItem>
          <MenuItem icon={Pencil} onClick={() => setDoing({ type: 'rename' })}>
            {t.renameVocabulary}
          </MenuItem>
          <MenuItem icon={Trash2} danger onClick={() => setDoing({ type: 'remove vocabulary' })}>
            {t.removeVocabulary}
          </MenuItem>
        </Menu>
      </div>
      {terms.length === 0 ? (
        <p className={styles.none}>{t.noTerms}</p>
      ) : shown.length === 0 ? (
        <p className={styles.none}>{t.noTermFound}</p>
      ) : (
        <TermTree
          terms={shown}
          isSearch={found.trim() !== ''}
          onEdit={(term) => setDoing({ type: 'term', draft: term })}
          onAddBelow={(term) => setDoing({ type: 'term', draft: { parentId: term.id } })}
          onMerge={(term) => setDoing({ type: 'merge', term })}
          onRemove={(term) => setDoing({ type: 'remove', term })}
        />
      )}
      {doing?.type === 'term' && (
        <TermDialog vocabularyId={vocabularyId} draft={doing.draft} terms={terms} onChange={changed} onClose={close} />
      )}
      {doing?.type === 'rename' && (
        <VocabularyNameDialog
          title={t.renameVocabulary}
          action={t.save}
          name={name}
          onName={(next) => host.tagging.editVocabulary({ id: vocabularyId, name: next }).then(changed)}
          onClose={close}
        />
      )}
      {doing?.type === 'merge' && <MergeDialog term={doing.term} terms={terms} onChange={changed} onClose={close} />}
      {doing?.type === 'import' && <ImportDialog vocabularyId={vocabularyId} onChange={changed} onClose={close} />}
      <ConfirmDialog
        open={doing?.type === 'remove'}
        title={t.removeTermTitle(doing?.type === 'remove' ? doing.term.name : '')}
        text={t.removeTermText}
        action={t.remove}
        danger
        onConfirm={() => {
          if (doing?.type === 'remove') attempt(host.tagging.removeTerm({ id: doing.term.id }));
        }}
        onClose={close}
      />
      <ConfirmDialog
        open={doing?.type === 'remove vocabulary'}
        title={t.removeVocabularyTitle(name)}
        text={t.removeVocabularyText(terms.length)}
        action={t.remove}
        danger
        onConfirm={() => attempt(host.tagging.removeVocabulary({ id: vocabularyId }))}
        onClose={close}
      />
    </>
  );
}

interface RulesProps {
  open: boolean;
  autoAccept: number | null;
  onChange: (change: { open?: boolean; autoAccept?: number | null }) => void;
}

/** What models may suggest, and what is accepted by itself. */
function Rules({ open, autoAccept, onChange }: RulesProps) {
  const t = useTagsText();
  const percent = autoAccept === null ? null : Math.round(autoAccept * 100);
  const offered = [...new Set([...thresholds, ...(percent === null ? [] : [percent])])].toSorted((a, b) => b - a);
  return (
    <dl className={styles.rules}>
      <div>
        <dt>{t.openLabel}</dt>
        <dd>
          <Select
            label={t.openLabel}
            value={open ? 'others' : 'only'}
            options={[
              { value: 'only', text: t.only },
              { value: 'others', text: t.others },
            ]}
            onChange={(value) => onChange({ open: value === 'others' })}
          />
        </dd>
      </div>
      <div>
        <dt>{t.acceptLabel}</dt>
        <dd>
          <Select
            label={t.acceptLabel}
            value={percent === null ? '' : String(percent)}
            options={[
              { value: '', text: t.never },
              ...offered.map((value) => ({ value: String(value), text: t.from(value) })),
            ]}
            onChange={(value) => onChange({ autoAccept: value === '' ? null : Number(value) / 100 })}
          />
        </dd>
      </div>
    </dl>
  );
}

async function save(vocabularyId: number, format: VocabularyFormat): Promise<void> {
  try {
    saveFile(await host.tagging.exportTerms({ vocabularyId, format }));
  } catch (error) {
    tellError(error);
  }
}
