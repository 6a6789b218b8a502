import type { Model, ModelEngineState } from '../../../shared/contract/models.ts';
import type { Format } from '../../app/format.ts';
import type { ModelsText } from './text.ts';

type LoadedModel = ModelEngineState['loaded'][number];

/** What the engine knows of a model that is in memory. */
export function loadedOf(engine: ModelEngineState | undefined, { id }: Model): LoadedModel | undefined {
  return engine?.loaded.find((loaded) => loaded.id === id);
}

/** How fast it was last: at writing for a model that answers, at reading for one that does not; empty before. */
export function speedOf(engine: ModelEngineState | undefined, model: Model, format: Format, t: ModelsText): string {
  const loaded = loadedOf(engine, model);
  const speed = model.capabilities.includes('chat') ? loaded?.generating : loaded?.reading;
  return speed ? t.tokensPerSecond(rate(speed, format)) : '';
}

/** A tenth matters only where a model is slow. */
const rate = (value: number, format: Format): string =>
  format.number(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
