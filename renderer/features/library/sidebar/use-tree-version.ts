import { useEffect, useRef, useState } from 'react';
import { useSession } from '../../../app/session.ts';
import { treeWait } from './tree-pace.ts';

/**
 * The version of the library that the tree of folders shows: the given one, at which it arrives at once when nothing is
 * read, and else as often as the tree may be asked for. `timed` is told how long an answer took, in milliseconds.
 */
export function useTreeVersion(version: number): { version: number; timed: (took: number) => void } {
  const reading = useSession((session) => session.jobs?.some(({ state }) => state === 'running') ?? false);
  const [shown, setShown] = useState(version);
  const last = useRef({ asked: 0, took: 0 });
  useEffect(() => {
    if (shown === version) return;
    const show = () => {
      last.current.asked = Date.now();
      setShown(version);
    };
    const timer = setTimeout(show, treeWait({ reading, ...last.current, now: Date.now() }));
    return () => clearTimeout(timer);
  }, [version, shown, reading]);
  const timed = useRef((took: number) => {
    last.current.took = took;
  });
  return { version: shown, timed: timed.current };
}
