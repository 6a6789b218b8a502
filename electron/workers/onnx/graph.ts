import { FileEnds, FileWindow } from '../file-window.ts';
import { ModelError } from './model-error.ts';
import { fieldsOf, type ProtobufField } from './protobuf.ts';

/** A tensor that goes into a graph or comes out; a dimension that depends on the input is null. */
export interface GraphValue {
  name: string;
  shape: readonly (number | null)[];
}

/** What an ONNX file says of itself. */
export interface OnnxGraph {
  inputs: readonly GraphValue[];
  outputs: readonly GraphValue[];
  /** Files beside it that hold its weights, by their names, with the bytes that each must have at least. */
  external: ReadonlyMap<string, number>;
}

type Region = Extract<ProtobufField, { type: 'bytes' }>;

/** Graphs lie in the attributes of nodes, for branches and loops. */
const deepestGraph = 8;
const longestName = 4096;

/**
 * Reads the structure of an ONNX file, by the field numbers of onnx.proto3, and passes over its weights. Throws an error
 * with a sentence when it is no ONNX file or is damaged.
 */
export function readGraph(path: string): OnnxGraph {
  using file = new FileWindow(path);
  const start = file.read(0, Math.min(64, file.size)).toString('latin1');
  if (file.size === 0) throw new ModelError('The file is empty.');
  if (start.startsWith('version https://git-lfs'))
    throw new ModelError('It is a pointer of Git LFS and not the model: fetch the file itself.');
  if (/^\s*<(!doctype|html)/i.test(start))
    throw new ModelError('It is a web page and not a model: download the file itself.');
  try {
    return new GraphReader(file).read();
  } catch (thrown) {
    if (!(thrown instanceof FileEnds)) throw thrown;
    throw new ModelError('It is no ONNX file, or it is cut short or damaged.');
  }
}

class GraphReader {
  readonly #file: FileWindow;
  readonly #external = new Map<string, number>();

  constructor(file: FileWindow) {
    this.#file = file;
  }

  read(): OnnxGraph {
    const regions = this.#regions({ number: 0, type: 'bytes', start: 0, end: this.#file.size });
    const graph = regions.find(({ number }) => number === 7);
    if (!graph) throw new FileEnds();
    const parts = this.#regions(graph);
    const weights = new Set(parts.filter(({ number }) => number === 5).map((tensor) => this.#tensor(tensor)));
    this.#nodes(parts, 0);
    const values = (wanted: number) => parts.filter(({ number }) => number === wanted).map((part) => this.#value(part));
    return {
      // Old files list their weights as inputs too.
      inputs: values(11).filter(({ name }) => !weights.has(name)),
      outputs: values(12),
      external: this.#external,
    };
  }

  #regions(region: Region): Region[] {
    return [...fieldsOf(this.#file, region.start, region.end)].filter((field) => field.type === 'bytes');
  }

  #text({ start, end }: Region): string {
    if (end - start > longestName) throw new FileEnds();
    return this.#file.read(start, end - start).toString('utf8');
  }

  /** Notes where a tensor's values lie when they lie in another file; answers the tensor's name. */
  #tensor(tensor: Region): string {
    let name = '';
    const entries = new Map<string, string>();
    for (const part of this.#regions(tensor)) {
      if (part.number === 8) name = this.#text(part);
      if (part.number !== 13) continue;
      const [key, value] = [1, 2].map((wanted) => this.#regions(part).find(({ number }) => number === wanted));
      if (key) entries.set(this.#text(key), value ? this.#text(value) : '');
    }
    const location = entries.get('location');
    if (location !== undefined) {
      const end = Number(entries.get('offset') ?? 0) + Number(entries.get('length') ?? 0);
      this.#external.set(location, Math.max(this.#external.get(location) ?? 0, end || 0));
    }
    return name;
  }

  /** Looks through the attributes of a graph's nodes for tensors and for graphs within. */
  #nodes(graphParts: readonly Region[], depth: number): void {
    if (depth > deepestGraph) throw new FileEnds();
    for (const node of graphParts.filter(({ number }) => number === 1)) {
      for (const attribute of this.#regions(node).filter(({ number }) => number === 5)) {
        for (const part of this.#regions(attribute)) {
          if (part.number === 5 || part.number === 10) this.#tensor(part);
          if (part.number === 6 || part.number === 11) this.#graph(part, depth + 1);
        }
      }
    }
  }

  #graph(graph: Region, depth: number): void {
    const parts = this.#regions(graph);
    for (const tensor of parts.filter(({ number }) => number === 5)) this.#tensor(tensor);
    this.#nodes(parts, depth);
  }

  #value(region: Region): GraphValue {
    const parts = this.#regions(region);
    const name = parts.find(({ number }) => number === 1);
    const child = (parent: Region | undefined, wanted: number) =>
      parent && this.#regions(parent).find(({ number }) => number === wanted);
    const shape = child(
      child(
        parts.find(({ number }) => number === 2),
        1,
      ),
      2,
    );
    return { name: name ? this.#text(name) : '', shape: shape ? this.#dimensions(shape) : [] };
  }

  #dimensions(shape: Region): (number | null)[] {
    return this.#regions(shape).map((dimension) => {
      const fields = [...fieldsOf(this.#file, dimension.start, dimension.end)];
      const known = fields.find((field) => field.type === 'integer' && field.number === 1);
      return known?.type === 'integer' ? known.value : null;
    });
  }
}
