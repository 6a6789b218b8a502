import { useEffect, useState } from 'react';
import { useSession } from '../../app/session.ts';
import type { ListingQuery } from './listing.ts';
import { refreshListing, showListing } from './listing.ts';

/** While a library grows it is looked at again at most this often. */
const REFRESH_MS = 1000;

/** Shows the listing of a view and keeps it true as the library changes. Answers a number that grows with each refresh. */
export function useFreshListing({ filter, sort, descending }: ListingQuery): number {
  const changed = useSession((session) => session.libraryVersion);
  const [version, setVersion] = useState(changed);
  const stale = changed !== version;

  useEffect(() => void showListing({ filter, sort, descending }), [filter, sort, descending]);

  // The first change starts the clock; what changes meanwhile is seen with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: where changes go on, `version` begins the next wait.
  useEffect(() => {
    if (!stale) return;
    const timer = setTimeout(() => {
      setVersion(useSession.getState().libraryVersion);
      void refreshListing();
    }, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [stale, version]);

  return version;
}
