import { ChevronDown, ChevronRight, Combine, Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Term } from '../../../../shared/contract/tagging.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../../components/Menu.tsx';
import { changeView } from '../../library/library-store.ts';
import { useTagsText } from '../text.ts';
import styles from './TermTree.module.css';
import { type TermNode, termTree } from './term-tree.ts';

interface TermActions {
  onEdit: (term: Term) => void;
  onAddBelow: (term: Term) => void;
  onMerge: (term: Term) => void;
  onRemove: (term: Term) => void;
}

interface TermTreeProps extends TermActions {
  terms: readonly Term[];
  /** Whether these are what was searched for; then all of it is in sight. */
  isSearch: boolean;
}

/** Terms below the wider ones that they belong under. */
export function TermTree({ terms, isSearch, ...actions }: TermTreeProps) {
  const t = useTagsText();
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const toggle = (id: number) => {
    const next = new Set(closed);
    if (!next.delete(id)) next.add(id);
    setClosed(next);
  };
  const isOpen = (id: number) => isSearch || !closed.has(id);
  return (
    <ul className={styles.tree} aria-label={t.terms}>
      {termTree(terms).map((node) => (
        <Branch key={node.term.id} node={node} isOpen={isOpen} onToggle={toggle} {...actions} />
      ))}
    </ul>
  );
}

interface BranchProps extends TermActions {
  node: TermNode;
  isOpen: (id: number) => boolean;
  onToggle: (id: number) => void;
}

function Branch({ node: { term, children }, isOpen, onToggle, ...actions }: BranchProps) {
  const t = useTagsText();
  const open = isOpen(term.id);
  const Arrow = open ? ChevronDown : ChevronRight;
  const [, navigate] = useLocation();
  const showUses = () => {
    changeView({ filter: { tag: term.name } });
    navigate('/library');
  };
  return (
    <li>
      <div className={styles.row}>
        {children.length > 0 ? (
          <button
            type="button"
            className={styles.arrow}
            aria-label={t.expand(term.name)}
            aria-expanded={open}
            onClick={() => onToggle(term.id)}
          >
            <Arrow size={14} strokeWidth={1.5} aria-hidden />
          </button>
        ) : (
          <span className={styles.arrow} />
        )}
        <button
          type="button"
          className={styles.term}
          title={t.editTerm(term.name)}
          onClick={() => actions.onEdit(term)}
        >
          <span className={styles.name} dir="auto">
            {term.name}
          </span>
          {term.synonyms.length > 0 && <span className={styles.synonyms}>{term.synonyms.join(', ')}</span>}
        </button>
        {term.uses > 0 && (
          <button type="button" className={styles.uses} title={t.showUses(term.name)} onClick={showUses}>
            {t.uses(term.uses)}
          </button>
        )}
        <Menu align="end" trigger={<IconButton icon={Ellipsis} label={t.actionsOf(term.name)} size="small" />}>
          <MenuItem icon={Pencil} onClick={() => actions.onEdit(term)}>
            {t.edit}
          </MenuItem>
          <MenuItem icon={Plus} onClick={() => actions.onAddBelow(term)}>
            {t.addBelow}
          </MenuItem>
          <MenuItem icon={Combine} onClick={() => actions.onMerge(term)}>
            {t.merge}
          </MenuItem>
          <MenuItem icon={Trash2} danger onClick={() => actions.onRemove(term)}>
            {t.remove}
          </MenuItem>
        </Menu>
      </div>
      {open && children.length > 0 && (
        <ul>
          {children.map((child) => (
            <Branch key={child.term.id} node={child} isOpen={isOpen} onToggle={onToggle} {...actions} />
          ))}
        </ul>
      )}
    </li>
  );
}
