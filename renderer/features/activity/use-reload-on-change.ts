import { useEffect, useRef } from 'react';
import { useSession } from '../../app/session.ts';

/** Reads again when the library's contents changed, at most this often. */
const SHORTEST_MS = 1000;

/** Calls `reload` after the library's contents changed, at most once a second and once at the end. */
export function useReloadOnChange(reload: () => void): void {
  const version = useSession((session) => session.libraryVersion);
  const seen = useRef(version);
  const last = useRef(0);
  useEffect(() => {
    if (version === seen.current) return;
    const timer = setTimeout(
      () => {
        seen.current = version;
        last.current = Date.now();
        reload();
      },
      Math.max(0, last.current + SHORTEST_MS - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [version, reload]);
}
