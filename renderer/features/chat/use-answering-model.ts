import type { Model } from '../../../shared/contract/models.ts';
import { useSession } from '../../app/session.ts';
import { host, useQuery, useStream } from '../../rpc.ts';

/** The model that would answer now; null without one, undefined until that is known. */
export function useAnsweringModel(): Model | null | undefined {
  const policy = useSession((session) => session.policy);
  const { data, reload } = useQuery(['models', policy], async () => {
    const [models, services] = await Promise.all([host.models.list(), host.models.roles()]);
    const serving = services.find(({ role }) => role === 'chat')?.serving;
    // Nobody can serve: then the first choice, with its reason.
    return models.find(({ id }) => id === serving) ?? models.find(({ serves }) => serves.includes('chat')) ?? null;
  });
  // The library also tells of models that take or leave a role.
  useStream(() => host.library.changes(), reload);
  return data;
}
