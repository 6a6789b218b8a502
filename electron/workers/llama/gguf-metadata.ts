import { type GgufFileInfo, GgufFileType } from 'node-llama-cpp';
import { oneLine } from '../../models/one-line.ts';
import { stemOf } from '../../models/split-name.ts';
import type { AdapterMetadata, GgufCapability, GgufMetadata, GgufRole } from '../model-protocol.ts';
import { templateFamily } from './chat-template.ts';
import { readGguf } from './gguf-file.ts';

/**
 * What a GGUF file says of itself, or the files of a split model together; the weights are not read. Throws, in a
 * sentence that completes "it cannot be used", when it is no GGUF file, is cut short, lacks a part, or holds something
 * that is no model for text.
 */
export async function readMetadata(path: string, signal?: AbortSignal): Promise<GgufMetadata> {
  const { info, size } = await readGguf(path, signal);
  const role = roleOf(info);
  const own = architectureMetadata(info);
  const { general, tokenizer } = info.metadata;
  const template: unknown = role === 'chat' ? tokenizer?.chat_template : undefined;
  return {
    name: textOf(general.name) || stemOf(path),
    role,
    capabilities: role === 'chat' ? chatCapabilities : [role],
    trainedForTools: typeof template === 'string' && /\btools\b/.test(template),
    template: typeof template === 'string' ? templateFamily(template) : '',
    languages: languagesOf(general),
    baseModel: baseModelOf(general),
    architecture: textOf(general.architecture),
    quantisation: quantisationOf(general.file_type),
    parameters: (info.fullTensorInfo ?? []).reduce(
      (sum, { dimensions }) => sum + dimensions.reduce<number>((product, length) => product * Number(length), 1),
      0,
    ),
    contextSize: own.context_length ?? 0,
    dimensions: role === 'embedding' ? (own.embedding_length ?? 0) : 0,
    licence: textOf(general['license.name']) || textOf(general.license),
    size,
  };
}

/**
 * What a file with a LoRA adapter says of itself. Throws, in a sentence that completes "it cannot be used", when it is
 * none.
 */
export async function readAdapter(path: string, signal?: AbortSignal): Promise<AdapterMetadata> {
  const { info, size } = await readGguf(path, signal);
  const { general } = info.metadata;
  const lora = info.metadata as { adapter?: { type?: unknown; lora?: { alpha?: unknown } } };
  if (!isAdapter(general)) throw new Error('It is no adapter (LoRA) but a model or a part of one.');
  if (lora.adapter?.type !== 'lora')
    throw new Error('It is an adapter of another kind than LoRA, which llama.cpp does not run.');
  const first = info.fullTensorInfo?.find(({ name }) => name.endsWith('.lora_b'));
  if (!first) throw new Error('It is an adapter (LoRA) without weights.');
  const { alpha } = lora.adapter.lora ?? {};
  return {
    name: textOf(general.name) || stemOf(path),
    architecture: textOf(general.architecture),
    baseModel: baseModelOf(general),
    alpha: typeof alpha === 'number' ? alpha : 0,
    rank: Number(first.dimensions[0] ?? 0),
    licence: textOf(general['license.name']) || textOf(general.license),
    size,
  };
}

const chatCapabilities: GgufCapability[] = ['chat', 'tools', 'json-schema'];

type General = GgufFileInfo['metadata']['general'];

const isAdapter = (general: General | undefined): boolean =>
  (general as { type?: unknown } | undefined)?.type === 'adapter';

function languagesOf(general: General): string[] {
  const { languages } = general as { languages?: unknown };
  return Array.isArray(languages)
    ? languages
        .slice(0, mostLanguages)
        .map((code) => textOf(code))
        .filter(Boolean)
    : [];
}

/** The first; a merge has several. */
function baseModelOf(general: General): string {
  const { base_model } = general as { base_model?: Record<string, { name?: unknown }> };
  return textOf(base_model?.['0']?.name);
}

const mostLanguages = 200;

/** A text of the file to show; empty where there is none. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? oneLine(value) : '';
}

/** The keys that stand under the architecture's name, where they are what the format says they are. */
function architectureMetadata(info: GgufFileInfo) {
  const own = info.architectureMetadata as Record<string, unknown> | undefined;
  const number = (key: string) => (typeof own?.[key] === 'number' ? own[key] : undefined);
  const attention = own?.attention as { causal?: boolean } | undefined;
  return {
    context_length: number('context_length'),
    embedding_length: number('embedding_length_out') ?? number('embedding_length'),
    pooling: number('pooling_type'),
    causal: attention?.causal,
  };
}

const embeddingArchitectures = /bert|embed/;
const poolingForRanking = 4;

/** What a model is for. Throws, in a sentence, when it is none for text. */
export function roleOf(info: GgufFileInfo): GgufRole {
  const { architecture, type } = (info.metadata.general ?? {}) as { architecture?: unknown; type?: unknown };
  if (typeof architecture !== 'string')
    throw new Error('It does not say of which architecture it is: the file is damaged or no model.');
  if (type === 'adapter')
    throw new Error(
      `It is an adapter (LoRA) for a model of the architecture "${textOf(architecture)}" and no model by itself: add it together with its base.`,
    );
  if (type === 'mmproj' || architecture === 'clip')
    throw new Error('It is the image part of another model and no model by itself.');
  if (typeof info.metadata.tokenizer?.ggml?.model !== 'string')
    throw new Error('It has no vocabulary and so is no model for text; perhaps it is one for pictures or sound.');
  const { pooling, causal } = architectureMetadata(info);
  if (pooling === poolingForRanking) return 'rerank';
  if (embeddingArchitectures.test(architecture)) return 'embedding';
  return pooling && causal !== true ? 'embedding' : 'chat';
}

/** As it stands in file names: "Q4_K_M". */
function quantisationOf(fileType: GgufFileType | undefined): string {
  const name = fileType === undefined ? undefined : GgufFileType[fileType];
  return name?.replace(/^(MOSTLY|ALL)_/, '') ?? '';
}
