import type { Model } from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { Engines } from './engines/engines.ts';
import { missingFile } from './engines/llama-cpp.ts';
import type { ModelBackend } from './model-backend.ts';
import type { ProviderService } from './providers/provider-service.ts';
import type { Fitness, Reach } from './roles.ts';

type LiveState = { state: 'loading' | 'loaded'; reason: '' } | { state: 'failed'; reason: string; since: number };

const unloaded = { state: 'unloaded', reason: '' } as const;
const reaches = { process: 0, boundary: 1, cloud: 2 } as const;

/** Where the owner's models run, whether they can be asked, and how those that were asked are doing. */
export class ModelHealth {
  readonly #providers: ProviderService;
  readonly #engines: Engines;
  readonly #live = new Map<string, LiveState>();

  constructor({ providers, engines }: { providers: ProviderService; engines: Engines }) {
    this.#providers = providers;
    this.#engines = engines;
  }

  /** Where a model runs. */
  place({ providerId }: ModelRow): Pick<Model, 'location' | 'provider'> {
    if (providerId === null) return { location: 'process', provider: null };
    const { location, provider } = this.#providers.place(providerId);
    return { location, provider };
  }

  reach(row: ModelRow): Reach {
    return reaches[this.place(row).location];
  }

  /** What is shown of a model: why it cannot be asked, or else what came of asking it last. */
  state(row: ModelRow): Pick<Model, 'state' | 'reason'> {
    const { state, reason } = this.#obstacle(row) ?? this.#live.get(row.id) ?? unloaded;
    return { state, reason };
  }

  fitness(row: ModelRow): Fitness {
    const live = this.#live.get(row.id);
    return { obstacle: this.#obstacle(row)?.reason ?? null, failedAt: live?.state === 'failed' ? live.since : null };
  }

  /** Runs `work` with a model and notes how the model does. */
  async attempt<T>(model: ModelRow, work: (backend: ModelBackend) => Promise<T>): Promise<T> {
    const before = this.#live.get(model.id);
    if (before?.state !== 'loaded') this.#live.set(model.id, { state: 'loading', reason: '' });
    try {
      const result = await work(this.#backend(model));
      this.noteLoaded(model.id);
      return result;
    } catch (error) {
      if (error instanceof HoldfastError)
        this.#live.set(model.id, { state: 'failed', reason: error.message, since: Date.now() });
      else if (before?.state !== 'loading') this.#takeBackLoading(model.id, before);
      throw error;
    }
  }

  noteLoaded(id: string): void {
    this.#live.set(id, { state: 'loaded', reason: '' });
  }

  forget(id: string): void {
    this.#live.delete(id);
  }

  /** Frees the memory of a model, if it runs on this machine. */
  async unload(row: ModelRow): Promise<void> {
    if (row.path !== null) await this.#engines[row.engine].unload(row);
    this.forget(row.id);
  }

  /** An attempt that was given up says nothing of the model. */
  #takeBackLoading(id: string, before: LiveState | undefined): void {
    if (this.#live.get(id)?.state !== 'loading') return;
    if (before) this.#live.set(id, before);
    else this.forget(id);
  }

  #backend(model: ModelRow): ModelBackend {
    if (model.path === null) return this.#providers.backend(model);
    return this.#engines[model.engine].backend(model);
  }

  /** Why a model cannot be asked now, whatever it did before. */
  #obstacle(row: ModelRow): { state: 'missing' | 'barred'; reason: string } | null {
    if (row.path !== null) {
      const missing = missingFile(row.path);
      return missing === undefined ? null : { state: 'missing', reason: `The file ${missing} is not there.` };
    }
    const { obstacle } = this.#providers.place(row.providerId);
    return obstacle === null ? null : { state: 'barred', reason: obstacle };
  }
}
