import { create } from 'zustand';
import type { SearchResult } from '../../../shared/contract/search.ts';
import { useSession } from '../../app/session.ts';
import { host } from '../../rpc.ts';
import type { ResultPlace } from './result-place.ts';

/** Groups asked for at first, and by which “more” goes on. */
const PAGE = 50;
const MOST = 500;

interface SearchState {
  /** The query that `result` answers. */
  query: string;
  result: SearchResult | null;
  error: unknown;
  /** The library's version (see `useSession`) that `result` is about. */
  version: number;
  /** The query being answered now; the old result stays in sight meanwhile. */
  asked: string | null;
  limit: number;
  selected: ResultPlace;
  /** Where the list was scrolled to, so that coming back from the viewer finds it there. */
  scrolled: number;
  ask: (query: string) => void;
  /** Asks the same again: after an error, or as the library has grown. */
  refresh: () => void;
  more: () => void;
  select: (place: ResultPlace) => void;
  setScrolled: (scrolled: number) => void;
}

let running = new AbortController();

/** The search that is on screen; it outlives the screen, so that coming back is instant. */
export const useSearchStore = create<SearchState>()((set, get) => {
  const run = async (query: string, limit: number, place: { selected: ResultPlace; scrolled: number }) => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const version = useSession.getState().libraryVersion;
    set({ asked: query, error: null });
    try {
      const result = await host.search.query({ query, limit }, { signal });
      if (!signal.aborted) set({ query, limit, result, version, asked: null, ...place });
    } catch (error) {
      if (!signal.aborted) set({ query, limit, result: null, asked: null, error, ...place });
    }
  };
  const top = { selected: { group: 0, hit: 0 }, scrolled: 0 };
  return {
    query: '',
    result: null,
    version: 0,
    error: null,
    asked: null,
    limit: PAGE,
    ...top,
    ask: (query) => {
      const { query: answered, result, asked } = get();
      if (query === asked || (query === answered && result !== null && asked === null)) return;
      if (query.trim() === '') {
        running.abort();
        set({ query: '', result: null, error: null, asked: null, limit: PAGE, ...top });
      } else void run(query, PAGE, top);
    },
    refresh: () => {
      const { query, limit, selected, scrolled } = get();
      void run(query, limit, { selected, scrolled });
    },
    more: () => {
      const { query, limit, selected, scrolled } = get();
      void run(query, Math.min(MOST, limit + PAGE), { selected, scrolled });
    },
    select: (selected) => set({ selected }),
    setScrolled: (scrolled) => set({ scrolled }),
  };
});
