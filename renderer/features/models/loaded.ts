import type { Model, ModelEngineState } from '../../../shared/contract/models.ts';
import type { Format } from '../../app/format.ts';
import type { ModelsText } from './text.ts';

type LoadedModel = ModelEngineState['loaded'][number];

/** What the engine knows of a model that is in memory. */
export function loadedOf(engine: ModelEngineState | undefined, { id }: Model): LoadedModel | undefined {
  return engine?.loaded.find((loaded) => loaded.id === id);
}

/** How fast it was last at what it is chiefly for; empty before. */
export function speedOf(engine: ModelEngineState | undefined, model: Model, format: Format, t: ModelsText): string {
  const loaded = loadedOf(engine, model);
  const able = new Set(model.capabilities);
  const shown = (speed: number | null | undefined, words: (rate: string) => string) =>
    speed ? words(rate(speed, format)) : '';
  if (able.has('chat')) return shown(loaded?.generating, t.tokensPerSecond);
  if (able.has('transcription')) return shown(loaded?.listening, t.timesRealTime);
  const reading = shown(loaded?.reading, t.tokensPerSecond);
  return [reading, shown(loaded?.looking, t.picturesPerSecond)].filter(Boolean).join(' · ');
}

/** A tenth matters only where a model is slow. */
const rate = (value: number, format: Format): string =>
  format.number(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
