import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReviewItem, Suggestion, SuggestionState } from '../../../../shared/contract/tagging.ts';
import { tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';

/** Files fetched at a time. */
const PAGE = 40;
/** So many files before the last one that is known, the next are fetched. */
const AHEAD = 8;

/** The file and the suggestion that the keys are for. */
interface Place {
  file: number;
  suggestion: number;
}

interface Queue {
  items: readonly ReviewItem[];
  /** How many files there are in it, with those that are not fetched yet. */
  total: number;
  complete: boolean;
  /** Whether suggestions came since it was fetched. */
  stale: boolean;
}

/** What was decided, and where. */
interface Decision {
  place: Place;
  /** The suggestions that it changed, once the host has told; none where it failed. */
  changed: Promise<readonly number[]>;
}

const empty: Queue = { items: [], total: 0, complete: false, stale: false };
const start: Place = { file: 0, suggestion: 0 };

/**
 * The files with suggestions of a tag, or with any, one after the other, and what is decided on them. `waiting` counts the
 * suggestions that are open: when it grows, files are added to the end.
 */
export function useReview(tag: string | null, waiting: number) {
  const [queue, setQueue] = useState<Queue | null>(null);
  const [place, setPlace] = useState<Place>(start);
  const [decided, setDecided] = useState<ReadonlyMap<number, SuggestionState>>(new Map());
  const [history, setHistory] = useState<readonly Decision[]>([]);

  const fetchMore = useCallback(
    async (known: readonly ReviewItem[], isOpen: (item: ReviewItem) => boolean): Promise<Queue> => {
      const open = known.filter(isOpen).length;
      const found = await host.tagging.suggestions({
        limit: PAGE,
        // What was decided is no longer listed; what was passed over is.
        offset: open,
        ...(tag === null ? {} : { tag }),
      });
      const ids = new Set(known.map(({ asset }) => asset.id));
      const fresh = found.items.filter(({ asset }) => !ids.has(asset.id));
      const items = fresh.map((item) => (tag === null ? item : onlyOf(item, tag)));
      const total = known.length - open + found.assets;
      return { items: [...known, ...items], total, complete: found.items.length < PAGE, stale: false };
    },
    [tag],
  );

  useEffect(() => {
    let isCurrent = true;
    setQueue(null);
    setPlace(start);
    setDecided(new Map());
    setHistory([]);
    fetchMore([], () => true)
      .then((next) => isCurrent && setQueue(next))
      .catch(tellError);
    return () => {
      isCurrent = false;
    };
  }, [fetchMore]);

  const seen = useRef(waiting);
  useEffect(() => {
    if (waiting > seen.current) setQueue((known) => known && { ...known, stale: true });
    seen.current = waiting;
  }, [waiting]);

  const { items, complete, total, stale } = queue ?? empty;
  useEffect(() => {
    if (!queue || (!stale && (complete || place.file < items.length - AHEAD))) return;
    let isCurrent = true;
    const isOpen = ({ suggestions }: ReviewItem) =>
      suggestions.some(({ id }) => (decided.get(id) ?? 'open') === 'open');
    fetchMore(items, isOpen)
      .then((next) => isCurrent && setQueue(next))
      .catch(tellError);
    return () => {
      isCurrent = false;
    };
  }, [queue, complete, stale, place.file, items, decided, fetchMore]);

  const item = items[place.file];
  const suggestion = item?.suggestions[place.suggestion];

  const move = (step: 1 | -1) => setPlace((at) => moved(items, at, step));
  const moveFile = (step: 1 | -1) => setPlace((at) => ({ file: clamp(at.file + step, items.length), suggestion: 0 }));

  const decide = async (chosen: readonly Suggestion[], decision: 'accepted' | 'rejected') => {
    const ids = chosen.map(({ id }) => id);
    if (ids.length === 0) return;
    const deciding = host.tagging.decide({ ids, decision }).then((changed) => changed.ids);
    const made: Decision = { place, changed: deciding.catch(() => []) };
    // At once, so that what undoes the last decision does not undo the one before.
    setHistory((known) => [...known, made]);
    setDecided((known) => withAll(known, ids, decision));
    setPlace((at) => moved(items, chosen.length > 1 ? { ...at, suggestion: Number.MAX_SAFE_INTEGER } : at, 1));
    try {
      const changed = await deciding;
      setDecided((known) => withAll(known, changed, decision));
    } catch (error) {
      setHistory((known) => known.filter((one) => one !== made));
      setDecided((known) => withAll(known, ids, 'open'));
      tellError(error);
    }
  };

  const undo = async () => {
    const last = history.at(-1);
    if (!last) return;
    setHistory((known) => known.filter((one) => one !== last));
    setPlace(last.place);
    const ids = [...(await last.changed)];
    setDecided((known) => withAll(known, ids, 'open'));
    if (ids.length > 0) await host.tagging.decide({ ids, decision: 'open' }).catch(tellError);
  };

  const stateOf = useMemo(() => (id: number) => decided.get(id) ?? 'open', [decided]);
  const openCount = items.reduce(
    (sum, { suggestions }) => sum + suggestions.filter(({ id }) => stateOf(id) === 'open').length,
    0,
  );
  return {
    loading: queue === null,
    item,
    suggestion,
    place,
    total: Math.max(total, items.length),
    isAllDecided: complete && openCount === 0,
    canUndo: history.length > 0,
    stateOf,
    select: (index: number) => setPlace((at) => ({ ...at, suggestion: index })),
    move,
    moveFile,
    decide,
    undo,
  };
}

/** Suggestions of the tag that is reviewed alone. */
function onlyOf(item: ReviewItem, tag: string): ReviewItem {
  return { ...item, suggestions: item.suggestions.filter((one) => one.tag.toLowerCase() === tag.toLowerCase()) };
}

/** The next place; after a file's last suggestion the next file's first. */
function moved(items: readonly ReviewItem[], { file, suggestion }: Place, step: 1 | -1): Place {
  const next = suggestion + step;
  const own = items[file]?.suggestions.length ?? 0;
  if (next >= 0 && next < own) return { file, suggestion: next };
  const nextFile = file + step;
  if (nextFile < 0 || nextFile >= items.length) return { file, suggestion: clamp(suggestion, own) };
  return { file: nextFile, suggestion: step > 0 ? 0 : (items[nextFile]?.suggestions.length ?? 1) - 1 };
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(index, length - 1));
}

function withAll(
  known: ReadonlyMap<number, SuggestionState>,
  ids: readonly number[],
  state: SuggestionState,
): ReadonlyMap<number, SuggestionState> {
  const next = new Map(known);
  for (const id of ids) next.set(id, state);
  return next;
}
