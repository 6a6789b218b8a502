import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './base.ts';

export const capabilities = [
  'chat',
  'tools',
  'json-schema',
  'vision',
  'embedding',
  'image-embedding',
  'caption',
  'rerank',
  'transcription',
  'image',
  'video',
  'speech',
] as const;
export const capabilitySchema = z.enum(capabilities);
export type Capability = z.infer<typeof capabilitySchema>;

/** What the platform asks models for. */
export const modelRoles = [
  'chat',
  'embedding',
  'rerank',
  'transcription',
  'agent',
  'tagging',
  'vision',
  'ocr-cleanup',
  'image',
  'video',
] as const;
export const modelRoleSchema = z.enum(modelRoles);
export type ModelRole = z.infer<typeof modelRoleSchema>;

/** What a model must be able to do to serve a role. */
export const roleNeeds: Record<ModelRole, readonly Capability[]> = {
  chat: ['chat'],
  embedding: ['embedding'],
  rerank: ['rerank'],
  transcription: ['transcription'],
  agent: ['chat', 'tools'],
  tagging: ['chat', 'json-schema'],
  vision: ['chat', 'vision'],
  'ocr-cleanup': ['chat'],
  image: ['image'],
  video: ['video'],
};

/** Roles that whoever serves another role serves too, where it can and the owner did not choose somebody. */
export const roleFollows: Partial<Record<ModelRole, ModelRole>> = {
  agent: 'chat',
  tagging: 'chat',
  vision: 'chat',
  'ocr-cleanup': 'chat',
};

/** The roles that a model with these capabilities can serve; the first is the one it is chiefly for. */
export function rolesFor(able: readonly Capability[]): ModelRole[] {
  return modelRoles.filter((role) => roleNeeds[role].every((need) => able.includes(need)));
}

/** Where a model runs: in a process of this app, on a server inside the boundary, or with a cloud service. */
export const modelLocations = ['process', 'boundary', 'cloud'] as const;
export type ModelLocation = (typeof modelLocations)[number];

/** The engines of this machine's own models. */
export const modelEngines = ['llama.cpp', 'onnx', 'whisper.cpp'] as const;
/** What the files of models that are one file end in: GGUF, and Whisper's in ggml's format. */
export const modelFileExtensions = ['gguf', 'bin'] as const;
export const modelEngineSchema = z.enum(modelEngines);
export type ModelEngine = z.infer<typeof modelEngineSchema>;

/** A LoRA adapter that a model runs with: what it was tuned to, as a difference to its base. */
export const adapterSchema = z.object({
  path: z.string(),
  /** How strongly it works; 1 as it was trained. */
  scale: z.number(),
  sha256: z.string(),
});
export type Adapter = z.infer<typeof adapterSchema>;

/** What a million tokens cost that a model reads, and that it writes, as the owner entered it. */
export const pricesSchema = z.object({
  input: z.number().min(0).max(1_000_000),
  output: z.number().min(0).max(1_000_000),
  /** ISO 4217, such as EUR. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'A currency has three letters, such as EUR or USD.'),
});
export type Prices = z.infer<typeof pricesSchema>;

export const modelSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The role that it is chiefly for; null for one that can do nothing that is asked for. */
  role: modelRoleSchema.nullable(),
  /** Every role that it can serve. */
  roles: z.array(modelRoleSchema),
  /** The roles for which it was chosen, first or as a fallback, or that follow such a one. */
  serves: z.array(modelRoleSchema),
  capabilities: z.array(capabilitySchema),
  /** What runs it; null for a provider's model. */
  engine: modelEngineSchema.nullable(),
  adapters: z.array(adapterSchema),
  /** The chat template that the owner set instead of the file's own; empty for that. */
  template: z.string(),
  /** ISO 639 codes, where the file says. */
  languages: z.array(z.string()),
  location: z.enum(modelLocations),
  /** Who serves it and at which host; null for a model of this machine's own. */
  provider: z.object({ id: z.string(), name: z.string(), host: z.string() }).nullable(),
  /** Its file, or the first of its files; empty for a provider's model. */
  path: z.string(),
  /** Whether the file is a copy in the library, which is deleted with the model. */
  copied: z.boolean(),
  /** Of its file, or of all its files one after the other. */
  sha256: z.string(),
  /** Bytes. */
  size: z.number(),
  architecture: z.string(),
  quantisation: z.string(),
  parameters: z.number(),
  contextSize: z.number(),
  /** Length of an embedding vector; 0 for a model that makes none. */
  dimensions: z.number(),
  licence: z.string(),
  /** Null where the owner entered none. */
  prices: pricesSchema.nullable(),
  added: z.number(),
  /** `barred`: the network policy does not let it be reached. */
  state: z.enum(['unloaded', 'loading', 'loaded', 'failed', 'missing', 'barred']),
  /** Why it failed, is missing or is barred; empty otherwise. */
  reason: z.string(),
});
export type Model = z.infer<typeof modelSchema>;

/** Who serves a role: the first of `order` that can. */
export const roleServiceSchema = z.object({
  role: modelRoleSchema,
  /** The tag for whose files this holds instead of what holds everywhere; empty for everywhere. */
  tag: z.string(),
  /** Ids, the first choice first. */
  order: z.array(z.string()),
  /** The role whose models serve this one, because the owner chose none for it. */
  follows: modelRoleSchema.nullable(),
  /** Who would serve it now. */
  serving: z.string().nullable(),
  /** Why not the first choice, or why nobody; empty when the first choice serves. */
  reason: z.string(),
});
export type RoleService = z.infer<typeof roleServiceSchema>;

/** Whether a model would fit into memory now; `tight`: once other models have gone. Bytes. */
export const memoryFitSchema = z.object({
  needed: z.number(),
  free: z.number(),
  verdict: z.enum(['fits', 'tight', 'too big']),
  /** For people: “needs 6.1 GiB, 3.9 GiB are free”. */
  text: z.string(),
});
export type MemoryFit = z.infer<typeof memoryFitSchema>;

/** What runs this machine's own language models, and which of its models are in memory. */
export const engineStateSchema = z.object({
  /** Null while no model was loaded. */
  engine: z
    .object({
      backend: z.enum(['CPU', 'CUDA', 'Vulkan', 'Metal']),
      devices: z.array(z.string()),
      threads: z.number(),
      /** Why it does not run on the graphics card that is there; empty where it does, or where there is none. */
      fallback: z.string(),
    })
    .nullable(),
  loaded: z.array(
    z.object({
      /** The model's id; null for a file that is only being looked at. */
      id: z.string().nullable(),
      contextSize: z.number(),
      /** Bytes of memory, and of the graphics card's; of ONNX and Whisper models by how much their process grew. */
      ram: z.number(),
      vram: z.number(),
      gpuLayers: z.number(),
      lastUsed: z.number(),
      /** Of the last answer or texts, in tokens a second; null before the first. */
      reading: z.number().nullable(),
      generating: z.number().nullable(),
      /** Of the last pictures, in pictures a second, and of the last recording, in its seconds a second. */
      looking: z.number().nullable(),
      listening: z.number().nullable(),
    }),
  ),
  /** Bytes of memory. */
  used: z.number(),
  free: z.number(),
});
export type ModelEngineState = z.infer<typeof engineStateSchema>;

/** How far the copying of a model into the library is, and the model once it is there. */
export const copyEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    /** `copy`: its files are copied; `check`: the copy is read back and compared; `prove`: it is loaded once. */
    stage: z.enum(['copy', 'check', 'prove']),
    bytes: z.number(),
    total: z.number(),
    /** Bytes in a second, lately; 0 while it is not known. */
    rate: z.number(),
  }),
  z.object({ type: z.literal('done'), model: modelSchema }),
]);
export type CopyEvent = z.infer<typeof copyEventSchema>;

/** What a model made of a trial, as it comes. */
export const trialEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('answered'),
    milliseconds: z.number(),
    /** Until the first word. */
    firstMilliseconds: z.number(),
    promptTokens: z.number(),
    tokens: z.number(),
    tokensPerSecond: z.number(),
  }),
  /** Cosines of a text with one that means the same in other words, and with one about something else. */
  z.object({
    type: z.literal('embedded'),
    milliseconds: z.number(),
    dimensions: z.number(),
    alike: z.number(),
    unlike: z.number(),
  }),
  /** Scores of a text that answers a question, and of one that does not. */
  z.object({ type: z.literal('scored'), milliseconds: z.number(), answering: z.number(), other: z.number() }),
  z.object({ type: z.literal('transcribed'), milliseconds: z.number(), text: z.string(), language: z.string() }),
]);
export type TrialEvent = z.infer<typeof trialEventSchema>;

/** What of the library was made with a model. */
export const modelOutputSchema = z.object({
  modelId: z.string(),
  /** Passages that have its vector. */
  vectors: z.number(),
  /** Whether another model has taken its role since, so that nothing of this is used. */
  stale: z.boolean(),
});
export type ModelOutput = z.infer<typeof modelOutputSchema>;

export const modelsContract = {
  list: procedure.output(z.array(modelSchema)),
  /**
   * Adds a model where it lies: a GGUF file, a Whisper file of ggml's format, or a folder with ONNX files. Of a GGUF model
   * in several files any part stands for all. The file is read and hashed and loaded once to prove that it works; it takes
   * its role if nobody has it. MODEL_REFUSED says what is wrong with the file.
   */
  add: procedure.input(z.object({ path: z.string().min(1) })).output(modelSchema),
  /**
   * Adds a model as a verified copy in the library, and tells how far that is; ending the stream stops it, and nothing is
   * left then. Besides what `add` says, DISK_FULL tells how much room the copy needs, and MODEL_FAILED that the drive did
   * not keep what was written.
   */
  copy: procedure.input(z.object({ path: z.string().min(1) })).output(eventIterator(copyEventSchema)),
  /**
   * Adds a model that is another one with LoRA adapters on it, under a name of its own; the files stay where they are.
   * MODEL_REFUSED says why an adapter does not fit.
   */
  tune: procedure
    .input(
      z.object({
        id: z.string(),
        name: z.string().trim().min(1).max(100),
        adapters: z
          .array(z.object({ path: z.string().min(1), scale: z.number().min(-10).max(10).default(1) }))
          .min(1)
          .max(8),
      }),
    )
    .output(modelSchema),
  /**
   * Sets the chat template of a model of this machine: a name that llama.cpp's library knows, or a template in Jinja;
   * empty for the file's own. MODEL_REFUSED when it does not work.
   */
  setTemplate: procedure.input(z.object({ id: z.string(), template: z.string().max(100_000) })).output(modelSchema),
  /** Keeps what a provider's model costs, or forgets it. INVALID_INPUT for a model of this machine, which costs nothing. */
  setPrices: procedure.input(z.object({ id: z.string(), prices: pricesSchema.nullable() })).output(modelSchema),
  /**
   * Lets a model do a little of what it can, outside its roles; ending the stream stops it. `prompt` is what a chat model
   * is asked; `path` the sound file that a transcribing one hears.
   */
  test: procedure
    .input(
      z.object({
        id: z.string(),
        prompt: z.string().trim().max(8000).default(''),
        path: z.string().default(''),
        maxTokens: z.int().min(1).max(4096).default(256),
      }),
    )
    .output(eventIterator(trialEventSchema)),
  /** Brings a model of this machine into memory, and out of it. */
  load: procedure.input(z.object({ id: z.string() })).output(modelSchema),
  unload: procedure.input(z.object({ id: z.string() })).output(modelSchema),
  /** Whether a model of this machine would fit into memory now. */
  fit: procedure.input(z.object({ id: z.string() })).output(memoryFitSchema),
  engine: procedure.output(engineStateSchema),
  /** What was made with which model; without those that made nothing. */
  outputs: procedure.output(z.array(modelOutputSchema)),
  /** Forgets what was made with a model. Where it serves still, it is made anew. */
  undo: procedure.input(z.object({ id: z.string() })),
  roles: procedure.output(z.array(roleServiceSchema)),
  /**
   * Lets a model serve a role, by default the one that it is chiefly for: instead of the others, or after them, for when
   * they cannot. With a tag this holds for what is asked about files with that tag. INVALID_INPUT when it cannot serve
   * that role; CONFLICT where only one model may serve.
   */
  use: procedure
    .input(
      z.object({
        id: z.string(),
        role: modelRoleSchema.optional(),
        tag: z.string().trim().max(100).default(''),
        asFallback: z.boolean().default(false),
      }),
    )
    .output(modelSchema),
  /**
   * Sets all who serve a role, the first choice first, everywhere or for the files with a tag. INVALID_INPUT when one of
   * them cannot serve that role; CONFLICT where only one model may serve.
   */
  order: procedure.input(
    z.object({ role: modelRoleSchema, tag: z.string().trim().max(100).default(''), ids: z.array(z.string()).max(50) }),
  ),
  /** Leaves the role without a model of its own, everywhere or for the files with a tag. */
  release: procedure.input(z.object({ role: modelRoleSchema, tag: z.string().default('') })),
  /** Forgets the model and its vectors. Its file is not touched, unless it is a copy in the library: that is deleted. */
  remove: procedure.input(z.object({ id: z.string() })),
};
