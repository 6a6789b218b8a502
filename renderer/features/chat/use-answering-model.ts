import type { Model } from '../../../shared/contract/models.ts';
import { host, useQuery, useStream } from '../../rpc.ts';

/** The model that would answer now; null without one, undefined until that is known. */
export function useAnsweringModel(): Model | null | undefined {
  const { data, reload } = useQuery(['models'], () => host.models.list());
  // The library also tells of models that take or leave a role.
  useStream(() => host.library.changes(), reload);
  return data && (data.find(({ role, inUse }) => role === 'chat' && inUse) ?? null);
}
