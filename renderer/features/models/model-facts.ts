import type { Model } from '../../../shared/contract/models.ts';
import type { Format } from '../../app/format.ts';
import type { ModelsText } from './text.ts';

const units = [
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const;

/** A number of parameters as models are named by it: `4.0B`, `33M`. */
export function parameterCount(parameters: number): string {
  const [size, unit] = units.find(([from]) => parameters >= from) ?? [1, ''];
  const value = parameters / size;
  return `${value < 10 && unit !== '' ? value.toFixed(1) : Math.round(value)}${unit}`;
}

type Described = Pick<Model, 'parameters' | 'quantisation' | 'architecture' | 'contextSize'> & {
  dimensions?: number;
};

/** What a model's file says of it, as far as it does, for one line. */
export function modelFacts(model: Described, format: Format, t: ModelsText): string[] {
  const { parameters, quantisation, architecture, contextSize, dimensions = 0 } = model;
  return [
    parameters > 0 ? parameterCount(parameters) : '',
    quantisation,
    architecture,
    dimensions > 0
      ? t.vectorOf(format.number(dimensions))
      : contextSize > 0
        ? t.tokens(format.number(contextSize))
        : '',
  ].filter((fact) => fact !== '');
}
