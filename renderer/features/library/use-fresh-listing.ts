import { useEffect, useState } from 'react';
import { useSession } from '../../app/session.ts';
import type { ListingQuery } from './listing.ts';
import { refreshListing, showListing } from './listing.ts';

/** While a library grows it is looked at again at most this often. */
const REFRESH_MS = 1000;

/** The version of the library that the listing was fetched at; like the listing, it outlives the screen. */
let fetchedAt = -1;

/** Shows the listing of a view and keeps it true as the library changes. Answers a number that grows with each refresh. */
export function useFreshListing({ filter, sort, descending }: ListingQuery): number {
  const changed = useSession((session) => session.libraryVersion);
  const [version, setVersion] = useState(changed);
  const stale = changed !== version;

  useEffect(() => {
    const { libraryVersion } = useSession.getState();
    // While another screen was shown the library may have changed.
    const isOld = fetchedAt !== libraryVersion;
    fetchedAt = libraryVersion;
    void showListing({ filter, sort, descending }, isOld);
  }, [filter, sort, descending]);

  // The first change starts the clock; what changes meanwhile is seen with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: where changes go on, `version` begins the next wait.
  useEffect(() => {
    if (!stale) return;
    const timer = setTimeout(() => {
      fetchedAt = useSession.getState().libraryVersion;
      setVersion(fetchedAt);
      void refreshListing();
    }, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [stale, version]);

  return version;
}
