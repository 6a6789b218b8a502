import { useState } from 'react';
import type { Coverage } from '../../../shared/contract/library.ts';
import { host, useQuery, useStream } from '../../rpc.ts';

/** How much of the library can be found, as it stands now; undefined until it is known. */
export function useCoverage(): Coverage | undefined {
  const { data } = useQuery(['coverage'], () => host.library.coverage());
  const [changed, setChanged] = useState<Coverage>();
  useStream(() => host.library.changes(), setChanged);
  return changed ?? data;
}
