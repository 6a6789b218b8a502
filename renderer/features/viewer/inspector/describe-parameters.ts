import type { AssetDetail } from '../../../../shared/contract/library.ts';

type Derivation = AssetDetail['derivations'][number];

const sha256 = /^[0-9a-f]{64}$/;

/**
 * What something was made by, for people, and in full: an engine with its version, or a model with the beginning of its
 * file's hash.
 */
export function describeMaker({ engine, engineVersion, parameters }: Omit<Derivation, 'kind' | 'time'>): {
  name: string;
  full: string;
} {
  if (!sha256.test(engineVersion)) return { name: `${engine} ${engineVersion}`, full: `${engine} ${engineVersion}` };
  const { model } = parsed(parameters);
  return { name: `${typeof model === 'string' ? model : engine} · ${engineVersion.slice(0, 8)}`, full: engineVersion };
}

/** With what settings something was made, a few words each; `json` is how the library keeps them. */
export function describeParameters(json: string): string[] {
  return Object.entries(parsed(json))
    .filter(([name, value]) => name !== 'model' && !isNothing(value))
    .map(([name, value]) =>
      name === 'notes'
        ? written(value)
        : `${name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${written(value)}`,
    );
}

function parsed(json: string): Record<string, unknown> {
  const value: unknown = json === '' ? {} : JSON.parse(json);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isNothing(value: unknown): boolean {
  return value === null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(' + ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
