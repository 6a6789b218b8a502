import { isAbsolute, join, normalize, sep } from 'node:path';
import { messageOf } from '../../../shared/errors.ts';
import { type OnnxDtype, type OnnxVariant, onnxDtypes } from '../onnx-protocol.ts';
import { fileNames, sizeOf } from './folder-files.ts';
import { type OnnxGraph, readGraph } from './graph.ts';
import { ModelError } from './model-error.ts';

/** What transformers.js puts behind a component's name, by how the weights are kept. */
const suffixes: Record<OnnxDtype, string> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
};

/** Where the folder keeps ONNX files, below it. */
const subfolders = ['onnx', ''];

/** ONNX files of a folder by component – "model", "text_model" – and by how their weights are kept. */
export interface OnnxFiles {
  readonly subfolder: string;
  readonly byComponent: ReadonlyMap<string, ReadonlySet<OnnxDtype>>;
}

/** One way to load a model: how the weights of each of its components are kept. */
export interface LoadableVariant extends OnnxVariant {
  readonly dtypes: Readonly<Record<string, OnnxDtype>>;
}

/** The ONNX files of the folder; those in its folder "onnx" before those beside config.json. */
export function findOnnxFiles(folder: string): OnnxFiles {
  for (const subfolder of subfolders) {
    const byComponent = new Map<string, Set<OnnxDtype>>();
    for (const name of fileNames(join(folder, subfolder))) {
      if (!name.endsWith('.onnx')) continue;
      const stem = name.slice(0, -'.onnx'.length);
      const dtype =
        onnxDtypes.find((candidate) => candidate !== 'fp32' && stem.endsWith(suffixes[candidate])) ?? 'fp32';
      const component = stem.slice(0, stem.length - suffixes[dtype].length);
      byComponent.set(component, (byComponent.get(component) ?? new Set()).add(dtype));
    }
    if (byComponent.size > 0) return { subfolder, byComponent };
  }
  return { subfolder: '', byComponent: new Map() };
}

/**
 * The ways in which the components can be loaded together, in order of preference. A component that is not there as
 * asked is taken whole (fp32), as its publishers often quantise only the large ones.
 */
export function variantsOf(folder: string, { subfolder, byComponent }: OnnxFiles, components: readonly string[]) {
  return onnxDtypes.flatMap((dtype): LoadableVariant[] => {
    const chosen = components.map((component): [string, OnnxDtype | undefined] => {
      const found = byComponent.get(component);
      return [component, [dtype, 'fp32' as const].find((candidate) => found?.has(candidate))];
    });
    if (!chosen.some(([, found]) => found === dtype) || chosen.some(([, found]) => found === undefined)) return [];
    const dtypes = Object.fromEntries(chosen) as Record<string, OnnxDtype>;
    const names = chosen.map(([component]) => `${component}${suffixes[dtypes[component] ?? 'fp32']}.onnx`);
    const files = names.flatMap((name) => [name, ...externalFilesOf(folder, subfolder, name)]);
    const paths = files.map((file) => join(subfolder, file));
    const size = paths.reduce((sum, path) => sum + (sizeOf(join(folder, path)) ?? 0), 0);
    return [{ dtype, dtypes, size, files: paths }];
  });
}

/** The structure of one ONNX file of the folder. Throws a sentence that names the file. */
export function graphOf(folder: string, subfolder: string, name: string): OnnxGraph {
  try {
    return readGraph(join(folder, subfolder, name));
  } catch (thrown) {
    throw new ModelError(`Its file "${name}" cannot be used. ${messageOf(thrown)}`);
  }
}

/** The ONNX file of a component as a variant has it. */
export function fileOf(component: string, { dtypes }: LoadableVariant): string {
  return `${component}${suffixes[dtypes[component] ?? 'fp32']}.onnx`;
}

function externalFilesOf(folder: string, subfolder: string, name: string): string[] {
  return [...graphOf(folder, subfolder, name).external].map(([location, bytes]) => {
    const path = normalize(location);
    if (isAbsolute(location) || path.split(sep).includes('..'))
      throw new ModelError(`Its file "${name}" wants weights from outside the model's folder ("${location}").`);
    const size = sizeOf(join(folder, subfolder, path));
    if (size === undefined)
      throw new ModelError(
        `The file "${location}", which holds the weights of "${name}", is missing. Put it beside it.`,
      );
    if (size < bytes)
      throw new ModelError(
        `The file "${location}" is cut short: "${name}" wants ${bytes} bytes of it, and it has ${size}.`,
      );
    return path;
  });
}
