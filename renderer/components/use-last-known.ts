import { useState } from 'react';

/** The last data while the next are on their way, so that nothing jumps. */
export function useLastKnown<T>(data: T | undefined): T | undefined {
  const [known, setKnown] = useState(data);
  if (data !== undefined && data !== known) setKnown(data);
  return data ?? known;
}
