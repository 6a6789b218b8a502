import { useEffect } from 'react';
import type { Model, ModelEngineState, RoleService } from '../../../shared/contract/models.ts';
import { refreshModels, useSession } from '../../app/session.ts';
import { host, useQuery } from '../../rpc.ts';
import { useModelChanges } from './change-models.ts';

/** How often models are looked at while they are on screen: they load, and files come and go, without telling. ms */
const LOOK_MS = 2000;

/** What the tables of the overview show. */
export interface ShownModels {
  models: readonly Model[];
  services: readonly RoleService[];
  /** Undefined until it is known. */
  engine: ModelEngineState | undefined;
}

export interface LiveModels {
  /** Undefined until they are known. */
  services: readonly RoleService[] | undefined;
  engine: ModelEngineState | undefined;
  error: Error | undefined;
  reload: () => void;
}

/** Who serves which role and how the engine is doing, kept true while it is on screen; the session's models too. */
export function useLiveModels(): LiveModels {
  const models = useSession((session) => session.models);
  const policy = useSession((session) => session.policy);
  const changes = useModelChanges(({ count }) => count);
  const { data: services, error, reload } = useQuery(['roles'], () => host.models.roles());
  const { data: engine, reload: reloadEngine } = useQuery(['engine'], () => host.models.engine());

  // biome-ignore lint/correctness/useExhaustiveDependencies: who serves changes with these.
  useEffect(() => reload(), [models, policy, changes, reload]);
  useEffect(() => {
    const look = () => {
      if (document.hidden) return;
      refreshModels().catch(() => undefined);
      reloadEngine();
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [reloadEngine]);

  return { services, engine, error, reload };
}
