import type { Speed } from './speedometer.ts';

/** A LoRA adapter that a model runs with. `scale` is how strongly it works: 1 as it was trained, 0 not at all. */
export interface Adapter {
  path: string;
  scale: number;
}

/** A model as it runs: the file, or first file, of the base, and adapters on it. Each combination is loaded by itself. */
export interface ModelFiles {
  path: string;
  adapters?: readonly Adapter[];
}

/** What a model of llama.cpp is for. */
export type GgufRole = 'chat' | 'embedding' | 'rerank';

/** What a model can do. Tools and JSON schemas are held by grammars, so every chat model can. */
export type GgufCapability = GgufRole | 'tools' | 'json-schema';

/** What a GGUF file says of itself, read without loading it. */
export interface GgufMetadata {
  name: string;
  role: GgufRole;
  capabilities: GgufCapability[];
  /** Whether its chat template has a place for tools, so that it was trained to call them. */
  trainedForTools: boolean;
  /**
   * The family of its chat template, as node-llama-cpp names them ("qwen", "llama3.1"); "jinjaTemplate" for one of its
   * own, "" for none.
   */
  template: string;
  /** ISO 639 codes, where the file says. */
  languages: string[];
  /** The model that it was made from, where the file says. */
  baseModel: string;
  architecture: string;
  quantisation: string;
  parameters: number;
  contextSize: number;
  /** Length of an embedding vector; 0 for a model that makes none. */
  dimensions: number;
  licence: string;
  size: number;
}

/** What a GGUF file with a LoRA adapter says of itself. */
export interface AdapterMetadata {
  name: string;
  /** Of the models that it fits. */
  architecture: string;
  baseModel: string;
  /** What its weights are multiplied with, over the rank. */
  alpha: number;
  rank: number;
  licence: string;
  size: number;
}

export interface ChatTurn {
  role: 'system' | 'user' | 'assistant';
  text: string;
}

/** A tool as a model is told of it. `parameters` is the JSON schema of an object. */
export interface ToolDescription {
  name: string;
  description: string;
  parameters: unknown;
}

/** `arguments` satisfies the tool's schema as far as a grammar can hold it: types, names and structure. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: unknown;
}

/** What was said, what the model called for, and what came of it. Each call has its result in the turns that follow. */
export type ModelTurn =
  | ChatTurn
  | { role: 'assistant'; text: string; calls: readonly ToolCall[] }
  | { role: 'tool'; callId: string; result: unknown };

export interface ChatSettings {
  maxTokens: number;
  /** The model may call these; the answer then ends with the calls. Not together with `schema`. */
  tools?: readonly ToolDescription[] | undefined;
  /** A JSON schema that the answer satisfies. */
  schema?: unknown;
  /** 0, the default: always the likeliest token. */
  temperature?: number | undefined;
  /** The same seed gives the same answer; matters above temperature 0. */
  seed?: number | undefined;
  topP?: number | undefined;
  /** The answer ends before any of these. */
  stop?: readonly string[] | undefined;
  /** Instead of the file's own chat template: a name that node-llama-cpp knows, or a template in Jinja. */
  template?: string | undefined;
}

export interface ChatAnswer {
  text: string;
  stopped: 'end' | 'length' | 'calls' | 'cancelled';
  calls: ToolCall[];
  /** In tokens. `reused` of the prompt were in the context still, from an answer before. */
  usage: { prompt: number; reused: number; generated: number };
  /** How long the prompt took, without `reused`, and the answer after it. */
  timings: { readMs: number; generateMs: number };
}

/** Whether a model can be loaded now, in bytes of memory. `tight`: it can, once other models have gone. */
export interface MemoryEstimate {
  needed: number;
  free: number;
  verdict: 'fits' | 'tight' | 'too big';
  /** For people: "needs 6.1 GiB, 3.9 GiB are free". */
  text: string;
}

/** What runs the models, and which are loaded. */
export interface EngineState {
  /** Null until the first model is loaded. */
  engine: {
    backend: 'CPU' | 'CUDA' | 'Vulkan' | 'Metal';
    devices: string[];
    threads: number;
    /** Why not on the graphics card that was tried; empty where it is, or where there is none. */
    fallback: string;
  } | null;
  models: LoadedModelState[];
  /** Bytes of memory. */
  used: number;
  free: number;
}

export interface LoadedModelState {
  path: string;
  adapters: Adapter[];
  role: GgufRole;
  state: 'loading' | 'loaded';
  contextSize: number;
  /** Bytes of memory, and of the graphics card's. */
  ram: number;
  vram: number;
  gpuLayers: number;
  /** Since when nobody asked it anything, in milliseconds since 1970. */
  lastUsed: number;
  /** Of the last answer, or of the last texts, in tokens a second; null while it is loaded. */
  speed: Speed<'reading' | 'generating'> | null;
}

/** The requests the model worker answers. All models live in it, under one thread budget. */
export type ModelRequests = {
  /** Throws when it is no model that can be used; an adapter is none by itself. */
  inspect: { request: { path: string }; response: GgufMetadata; event: never };
  inspectAdapter: { request: { path: string }; response: AdapterMetadata; event: never };
  /** Whether it would fit into memory, without loading it. */
  estimate: { request: ModelFiles & { contextSize?: number }; response: MemoryEstimate; event: never };
  /**
   * Loads the model if needed and proves that it works: one token, one vector or one score. `contextSize` bounds a chat
   * model's context, in tokens; without it the worker takes a usual one. `template` is proven too.
   */
  load: {
    request: ModelFiles & { role: GgufRole; contextSize?: number; template?: string };
    /** `template`: the chat template in use, by the name that node-llama-cpp has for it; empty where none is. */
    response: { contextSize: number; dimensions: number; template: string };
    event: never;
  };
  /** Without adapters, the path stands for every combination with it. */
  unload: { request: ModelFiles; response: null; event: never };
  /** Unit vectors, one a text; an all-zero vector where the model knows none of the words. Long texts are cut to the context. */
  embed: { request: ModelFiles & { texts: string[] }; response: { vectors: Float32Array[] }; event: never };
  /** How well each document answers the query, 0 to 1, in their order. Long ones are cut to the context. */
  rerank: {
    request: ModelFiles & { query: string; documents: string[] };
    response: { scores: number[] };
    event: never;
  };
  /** Lengths of texts in the model's tokens, and how many tokens the model that runs takes at once. */
  countTokens: {
    request: ModelFiles & { texts: string[] };
    response: { counts: number[]; contextSize: number };
    event: never;
  };
  /** One step of the model: answers the last turn, or calls tools; cancelling the call ends the answer. */
  chat: {
    request: ModelFiles & ChatSettings & { turns: readonly ModelTurn[] };
    response: ChatAnswer;
    event: { type: 'reading'; progress: number } | { type: 'text'; text: string };
  };
  state: { request: null; response: EngineState; event: never };
  /** How long a model that nobody asks anything stays loaded. */
  setIdleLimit: { request: { minutes: number }; response: null; event: never };
};
