import {
  Check,
  ChevronLeft,
  ChevronRight,
  CircleCheck,
  Sparkles,
  SquareArrowOutUpRight,
  TagsIcon,
  Undo2,
  X,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { ReviewItem, Suggestion, SuggestionState } from '../../../../shared/contract/tagging.ts';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { tell, tellError } from '../../../components/toasts.ts';
import { shortPath } from '../../../paths/short-path.ts';
import { host } from '../../../rpc.ts';
import { assetHref } from '../../viewer/open-asset.ts';
import { useTagsText } from '../text.ts';
import { useLiveQuery } from '../use-live-query.ts';
import styles from './ReviewView.module.css';
import { useReview } from './use-review.ts';
import { useReviewKeys } from './use-review-keys.ts';

/** Suggestions to accept or reject, file by file: the tags on the left narrow, the keys decide. */
export function ReviewView({ onSuggest }: { onSuggest: () => void }) {
  const t = useTagsText();
  const [tag, setTag] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const { data: known, reload } = useLiveQuery(['suggested tags'], () => host.tagging.suggestedTags());
  if (!known) return null;
  if (known.length === 0 && tag === null && turn === 0)
    return (
      <EmptyState icon={TagsIcon} title={t.reviewEmptyTitle} text={t.reviewEmptyText}>
        <Button variant="primary" icon={Sparkles} onClick={onSuggest}>
          {t.suggestForLibrary}
        </Button>
      </EmptyState>
    );
  return (
    <div className={styles.view}>
      <nav className={styles.tags} aria-label={t.suggestedTags}>
        <button type="button" className={styles.tag} aria-pressed={tag === null} onClick={() => setTag(null)}>
          <span>{t.allSuggestions}</span>
        </button>
        {known.map(({ tag: name, count }) => (
          <button
            key={name}
            type="button"
            className={styles.tag}
            aria-pressed={tag === name}
            onClick={() => setTag(tag === name ? null : name)}
          >
            <span dir="auto">{name}</span>
            <span className={styles.count}>{count}</span>
          </button>
        ))}
      </nav>
      <Queue
        key={`${tag} ${turn}`}
        tag={tag}
        count={known.find((one) => one.tag === tag)?.count ?? 0}
        waiting={known.reduce((sum, { count }) => sum + count, 0)}
        onBulk={() => {
          setTurn(turn + 1);
          setTag(null);
          reload();
        }}
      />
    </div>
  );
}

interface QueueProps {
  tag: string | null;
  /** Open suggestions of the tag, and of all. */
  count: number;
  waiting: number;
  onBulk: () => void;
}

function Queue({ tag, count, waiting, onBulk }: QueueProps) {
  const t = useTagsText();
  const [, navigate] = useLocation();
  const review = useReview(tag, waiting);
  const { item, suggestion, place, stateOf } = review;
  const open = item?.suggestions.filter(({ id }) => stateOf(id) === 'open') ?? [];
  const show = () => item && navigate(assetHref({ id: item.asset.id }));
  useReviewKeys({
    next: () => review.move(1),
    previous: () => review.move(-1),
    nextFile: () => review.moveFile(1),
    previousFile: () => review.moveFile(-1),
    accept: () => suggestion && void review.decide([suggestion], 'accepted'),
    reject: () => suggestion && void review.decide([suggestion], 'rejected'),
    acceptAll: () => void review.decide(open, 'accepted'),
    rejectAll: () => void review.decide(open, 'rejected'),
    undo: () => void review.undo(),
    open: show,
  });

  const decideAllOf = async (decision: 'accepted' | 'rejected') => {
    if (tag === null) return;
    try {
      const { ids } = await host.tagging.decide({ tag, decision });
      const undo = () => void host.tagging.decide({ ids, decision: 'open' }).then(onBulk).catch(tellError);
      tell(t.decided[decision](ids.length), { text: t.undo, run: undo });
      onBulk();
    } catch (error) {
      tellError(error);
    }
  };

  if (review.loading) return <div className={styles.queue} />;
  return (
    <section className={styles.queue} aria-label={t.review}>
      {tag !== null && count > 0 && (
        <div className={styles.bulk}>
          <Button icon={Check} onClick={() => void decideAllOf('accepted')}>
            {t.acceptAllOf(tag, count)}
          </Button>
          <Button icon={X} onClick={() => void decideAllOf('rejected')}>
            {t.rejectAllOf(tag, count)}
          </Button>
        </div>
      )}
      {item ? (
        <File
          item={item}
          place={t.place(place.file + 1, review.total)}
          selected={place.suggestion}
          stateOf={stateOf}
          review={review}
          onOpen={show}
        />
      ) : (
        <EmptyState icon={CircleCheck} title={t.noMoreTitle} text={t.noMoreText} />
      )}
      <footer className={styles.foot}>
        <ul className={styles.keys}>
          {t.keysHelp.map(([keys, meaning]) => (
            <li key={keys}>
              <kbd>{keys}</kbd> {meaning}
            </li>
          ))}
        </ul>
        {review.isAllDecided && (
          <span role="status" className={styles.done}>
            {t.noMoreTitle}
          </span>
        )}
        <Button icon={Undo2} disabled={!review.canUndo} onClick={() => void review.undo()}>
          {t.undo}
        </Button>
      </footer>
    </section>
  );
}

interface FileProps {
  item: ReviewItem;
  place: string;
  selected: number;
  stateOf: (id: number) => SuggestionState;
  review: ReturnType<typeof useReview>;
  onOpen: () => void;
}

/** One file: what it shows on one side, what is suggested for it on the other. */
function File({ item, place, selected, stateOf, review, onOpen }: FileProps) {
  const t = useTagsText();
  const { asset, description, suggestions, tags } = item;
  const open = suggestions.filter(({ id }) => stateOf(id) === 'open');
  return (
    <>
      <header className={styles.head}>
        <IconButton icon={ChevronLeft} label={t.previousFile} shortcut="←" onClick={() => review.moveFile(-1)} />
        <IconButton icon={ChevronRight} label={t.nextFile} shortcut="→" onClick={() => review.moveFile(1)} />
        <div className={styles.names}>
          <h2 dir="auto" title={asset.name}>
            {asset.title || asset.name}
          </h2>
          <p title={asset.path}>{shortPath(asset.path, 72)}</p>
        </div>
        <span className={styles.place}>{place}</span>
        <IconButton icon={SquareArrowOutUpRight} label={t.openFile} shortcut="Enter" onClick={onOpen} />
      </header>
      <div className={styles.sides}>
        <div className={styles.shown}>
          {asset.hasThumbnail ? (
            <img key={asset.id} className={styles.picture} src={`content/${asset.id}/preview`} alt="" />
          ) : asset.excerpt ? (
            <p className={styles.excerpt} dir="auto">
              {asset.excerpt}
            </p>
          ) : (
            <KindIcon kind={asset.kind} size={24} />
          )}
          {description && (
            <p className={styles.description} dir="auto">
              {description}
            </p>
          )}
        </div>
        <div className={styles.list}>
          <ul aria-label={t.suggestionsOf(asset.name)}>
            {suggestions.map((suggestion, index) => (
              <Row
                key={suggestion.id}
                suggestion={suggestion}
                state={stateOf(suggestion.id)}
                isCurrent={index === selected}
                onSelect={() => review.select(index)}
                onDecide={(decision) => void review.decide([suggestion], decision)}
              />
            ))}
          </ul>
          {tags.length > 0 && <p className={styles.has}>{`${t.hasTags}: ${tags.join(', ')}`}</p>}
          <div className={styles.all}>
            <Button
              variant="primary"
              icon={Check}
              disabled={open.length === 0}
              onClick={() => void review.decide(open, 'accepted')}
            >
              {t.acceptAll}
            </Button>
            <Button icon={X} disabled={open.length === 0} onClick={() => void review.decide(open, 'rejected')}>
              {t.rejectAll}
            </Button>
          </div>
        </div>
      </div>
    </>
  );
}

interface RowProps {
  suggestion: Suggestion;
  state: SuggestionState;
  isCurrent: boolean;
  onSelect: () => void;
  onDecide: (decision: 'accepted' | 'rejected') => void;
}

function Row({ suggestion: { tag, confidence, model }, state, isCurrent, onSelect, onDecide }: RowProps) {
  const t = useTagsText();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <li ref={row} className={styles.row} data-state={state} aria-current={isCurrent ? 'true' : undefined}>
      <button type="button" className={styles.name} title={t.bySure(model, confidence)} onClick={onSelect}>
        <span dir="auto">{tag}</span>
        <small>{model}</small>
      </button>
      <span className={styles.confidence}>{t.confidence(confidence)}</span>
      {state === 'open' ? (
        <>
          <IconButton icon={Check} label={t.acceptTag(tag)} shortcut="A" onClick={() => onDecide('accepted')} />
          <IconButton icon={X} label={t.rejectTag(tag)} shortcut="R" onClick={() => onDecide('rejected')} />
        </>
      ) : (
        <span className={styles.state}>{t.states[state]}</span>
      )}
    </li>
  );
}
