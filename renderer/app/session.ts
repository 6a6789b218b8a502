import { useEffect } from 'react';
import { create } from 'zustand';
import type { Job } from '../../shared/contract/jobs.ts';
import type { Coverage } from '../../shared/contract/library.ts';
import type { Model } from '../../shared/contract/models.ts';
import type { NetworkPolicy } from '../../shared/contract/policy.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { SystemInfo } from '../../shared/contract/system.ts';
import { tellError } from '../components/toasts.ts';
import { host, useConnection, useStream } from '../rpc.ts';

/** What the whole window knows of the host; null until it is known. */
interface Session {
  info: SystemInfo | null;
  settings: Settings | null;
  policy: NetworkPolicy | null;
  coverage: Coverage | null;
  /** Running and recent jobs, newest first. */
  jobs: readonly Job[] | null;
  models: readonly Model[] | null;
  /** Grows whenever the library's contents changed. */
  libraryVersion: number;
}

export const useSession = create<Session>()(() => ({
  info: null,
  settings: null,
  policy: null,
  coverage: null,
  jobs: null,
  models: null,
  libraryVersion: 0,
}));

/** Changes settings at once; what the host could not keep is taken back and said. */
export async function updateSettings(change: Partial<Settings>): Promise<void> {
  const before = useSession.getState().settings;
  if (before) useSession.setState({ settings: { ...before, ...change } });
  try {
    useSession.setState({ settings: await host.settings.update(change) });
  } catch (error) {
    useSession.setState({ settings: before });
    tellError(error);
  }
}

/** Asks again what changes only when this window changes it. */
export async function refreshInfo(): Promise<void> {
  useSession.setState({ info: await host.system.info() });
}

/** Models that are as they were stay the same object, so that nothing is drawn or asked again for them. */
export async function refreshModels(): Promise<void> {
  const models = await host.models.list();
  if (JSON.stringify(models) !== JSON.stringify(useSession.getState().models)) useSession.setState({ models });
}

/** Keeps the session true while the window is there; mounted once. */
export function useSessionFeeds(): void {
  const generation = useConnection((connection) => connection.generation);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection may be to another host.
  useEffect(() => {
    const load = async () => {
      const [info, settings, coverage] = await Promise.all([
        host.system.info(),
        host.settings.get(),
        host.library.coverage(),
      ]);
      useSession.setState({ info, settings, coverage });
      await refreshModels();
    };
    load().catch(tellError);
  }, [generation]);

  useStream(
    () => host.library.changes(),
    (coverage) => {
      useSession.setState(({ libraryVersion }) => ({ coverage, libraryVersion: libraryVersion + 1 }));
      // The library also tells of models that take or leave a role.
      refreshModels().catch(() => undefined);
    },
  );
  useStream(
    () => host.policy.watch(),
    (policy) => useSession.setState({ policy }),
  );
  useStream(
    () => host.jobs.watch(),
    (jobs) => useSession.setState({ jobs }),
  );
}
