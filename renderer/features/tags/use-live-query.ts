import { useQuery } from '../../rpc.ts';
import { useReloadOnChange } from '../activity/use-reload-on-change.ts';

/** Loads something from the host, and again after the library changed; what is known stays meanwhile. */
export function useLiveQuery<T>(key: readonly unknown[], load: () => Promise<T>) {
  const query = useQuery(key, load);
  useReloadOnChange(query.reload);
  return query;
}
