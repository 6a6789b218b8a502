import { create } from 'zustand';
import { matchesIn, type Needle, queryNeedle, textNeedle } from './needle.ts';

/** A document as find goes through it: numbered units (pages, lines, rows, slides), each with its text. */
export interface FindSource {
  units: number;
  /** Unit where going to the next match begins: where the reader is. */
  startUnit: () => number;
  textOf: (unit: number) => string | Promise<string>;
  /** Brings the unit into the document tree and near the middle of the view. */
  reveal: (unit: number) => void;
  /** Brings a stretch of a unit that is in the tree into view; by default it is scrolled to. */
  show?: (range: Range) => void;
}

/** The nth match (from 0) in a unit. */
export interface Match {
  unit: number;
  nth: number;
}

interface FindState {
  source: FindSource | null;
  /** The words marked while nothing is typed: those of the query that led here. */
  query: Needle | null;
  open: boolean;
  text: string;
  /** What is looked for now: the typed text, else the query's words. */
  needle: Needle | null;
  matches: readonly Match[];
  /** Index in `matches`; −1 before the first step. */
  current: number;
  scanning: boolean;
  /** A step that was asked for before anything was found; it is taken when it can be. */
  awaited: 1 | -1 | null;
  /** Counts the steps, so that going to the same match again shows it again. */
  steps: number;
  /** Begins with another asset. */
  begin: (query: string) => void;
  setSource: (source: FindSource | null) => void;
  setOpen: (open: boolean) => void;
  setText: (text: string) => void;
  step: (by: 1 | -1) => void;
}

/** Matches gathered before counting stops; nobody steps through more. */
const MOST_MATCHES = 5000;
/** Time a scan may hold the page, ms. */
const SLICE = 8;

let scan = new AbortController();

/** Find in the document that the viewer shows. */
export const useFind = create<FindState>()((set, get) => {
  /** Looks for the needle anew; `awaited` is the step to take once something is found. */
  const rescan = (awaited: FindState['awaited'] = null) => {
    scan.abort();
    scan = new AbortController();
    const { source, text, query } = get();
    const needle = textNeedle(text) ?? query;
    set({ needle, matches: [], current: -1, awaited, scanning: source !== null && needle !== null });
    if (source && needle) void gather(source, needle, scan.signal, onFound);
  };
  const onFound = (matches: readonly Match[], scanning: boolean) => {
    set({ matches, scanning });
    const { awaited, source, step } = get();
    const last = matches.at(-1);
    // The nearest match may still be to come.
    const near = last !== undefined && source !== null && last.unit >= source.startUnit();
    if (awaited && (near || !scanning)) {
      set({ awaited: null });
      step(awaited);
    }
  };
  return {
    source: null,
    query: null,
    open: false,
    text: '',
    needle: null,
    matches: [],
    current: -1,
    scanning: false,
    awaited: null,
    steps: 0,
    begin: (query) => {
      set({ query: queryNeedle(query), open: false, text: '' });
      rescan();
    },
    setSource: (source) => {
      set({ source });
      rescan();
    },
    setOpen: (open) => {
      const hadText = get().text !== '';
      set(open ? { open } : { open, text: '' });
      if (!open && hadText) rescan();
    },
    setText: (text) => {
      set({ text });
      rescan(text === '' ? null : 1);
    },
    step: (by) => {
      const { matches, current, source, steps, scanning, awaited } = get();
      if (scanning && (matches.length === 0 || awaited)) return set({ awaited: by });
      if (matches.length === 0 || !source) return;
      const next =
        current < 0 ? firstStep(matches, source.startUnit(), by) : (current + by + matches.length) % matches.length;
      set({ current: next, steps: steps + 1 });
      const match = matches[next];
      if (match) source.reveal(match.unit);
    },
  };
});

/** Where stepping begins: the first match from the unit on that is being read, or the last one before it. */
export function firstStep(matches: readonly Match[], unit: number, by: 1 | -1): number {
  const after = matches.findIndex((match) => match.unit >= unit);
  if (by === 1) return after < 0 ? 0 : after;
  return after <= 0 ? matches.length - 1 : after - 1;
}

/** Goes through the document unit by unit, telling what was found so far, without holding the page. */
async function gather(
  source: FindSource,
  needle: Needle,
  signal: AbortSignal,
  tell: (matches: readonly Match[], scanning: boolean) => void,
) {
  const matches: Match[] = [];
  let sliceBegan = performance.now();
  for (let unit = 0; unit < source.units && matches.length < MOST_MATCHES; unit++) {
    const text = source.textOf(unit);
    if (text === '') continue;
    const found = matchesIn(typeof text === 'string' ? text : await text.catch(() => ''), needle);
    if (signal.aborted) return;
    for (let nth = 0; nth < found.length; nth++) matches.push({ unit, nth });
    if (performance.now() - sliceBegan < SLICE) continue;
    tell([...matches], true);
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    sliceBegan = performance.now();
  }
  tell(matches, false);
}
