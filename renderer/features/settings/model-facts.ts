import type { Model } from '../../../shared/contract/models.ts';
import type { Format } from '../../app/format.ts';
import type { useSettingsText } from './text.ts';

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

/** What a model's file says of it, as far as it does, for one line. */
export function modelFacts(model: Model, format: Format, t: ReturnType<typeof useSettingsText>): string[] {
  return [
    model.size > 0 ? format.bytes(model.size) : '',
    model.quantisation,
    model.architecture,
    model.parameters > 0 ? t.parameters(parameterCount(model.parameters)) : '',
    model.dimensions > 0 ? t.dimensions(format.number(model.dimensions)) : '',
    model.role === 'chat' && model.contextSize > 0 ? t.context(format.number(model.contextSize)) : '',
    model.provider ? '' : model.licence === '' ? t.licenceUnknown : t.licence(model.licence),
  ].filter((fact) => fact !== '');
}
