import { z } from 'zod';
import type { ServerProgram } from '../../shared/contract/discovery.ts';

/**
 * Ports at which programs that serve models listen unless told otherwise: Ollama 11434, LM Studio 1234, llama-server and
 * LocalAI 8080, vLLM 8000, Jan 1337, KoboldCpp 5001, text-generation-webui 5000, TGI and Open WebUI 3000.
 */
export const usualPorts = [11434, 1234, 8080, 8000, 1337, 5001, 5000, 3000] as const;

/** What was answered to a request: JSON, or undefined where it is none. */
export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

const modelList = z.object({
  data: z.array(z.object({ id: z.string().min(1), owned_by: z.string().nullish() })).max(10_000),
});

/** The models of an OpenAI-compatible list, in its order; null for any other answer. */
export function listedModels({ status, body }: Answer): { id: string; owned_by?: string | null | undefined }[] | null {
  const parsed = modelList.safeParse(body);
  return status === 200 && parsed.success ? parsed.data.data : null;
}

/** Whether a server wants a key, in the words that such servers use: any other page may ask for one as well. */
export function wantsKey({ status, headers }: Answer): boolean {
  return (status === 401 || status === 403) && /\bjson\b/.test(headers.get('content-type') ?? '');
}

/** How the list of models itself tells which program made it. */
export function programOfList(
  { headers }: Answer,
  models: readonly { owned_by?: string | null | undefined }[],
): ServerProgram {
  const owners = new Set(models.map((model) => model.owned_by ?? ''));
  if (/llama\.cpp/i.test(headers.get('server') ?? '') || owners.has('llamacpp')) return 'llama-server';
  if (owners.has('vllm')) return 'vllm';
  if (owners.has('library')) return 'ollama';
  if (owners.has('organization_owner')) return 'lm-studio';
  if (owners.has('koboldcpp')) return 'koboldcpp';
  return 'unknown';
}

/** What else a program answers that no other does. */
interface Sign {
  program: ServerProgram;
  path: string;
  /** The program's answer to it. */
  shape: z.ZodType;
}

export const signs: readonly Sign[] = [
  { program: 'ollama', path: '/api/tags', shape: z.object({ models: z.array(z.object({ name: z.string() })) }) },
  {
    program: 'lm-studio',
    path: '/api/v0/models',
    shape: z.object({ data: z.array(z.object({ id: z.string(), state: z.string() })) }),
  },
  { program: 'koboldcpp', path: '/api/extra/version', shape: z.object({ result: z.string().regex(/kobold/i) }) },
  { program: 'tgi', path: '/info', shape: z.object({ model_id: z.string(), max_total_tokens: z.number() }) },
  {
    program: 'text-generation-webui',
    path: '/v1/internal/model/info',
    shape: z.object({ model_name: z.string(), lora_names: z.array(z.string()) }),
  },
  { program: 'localai', path: '/system', shape: z.object({ backends: z.array(z.string()) }) },
  { program: 'open-webui', path: '/api/config', shape: z.object({ name: z.string().regex(/open webui/i) }) },
];
