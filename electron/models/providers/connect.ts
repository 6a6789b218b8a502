import { createAnthropic } from '@ai-sdk/anthropic';
import { createAzure } from '@ai-sdk/azure';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createMistral } from '@ai-sdk/mistral';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { EmbeddingModel, ImageModel, LanguageModel, TranscriptionModel } from 'ai';
import type { ProviderKind } from '../../../shared/contract/providers.ts';
import { HoldfastError } from '../../../shared/errors.ts';

type Fetch = typeof globalThis.fetch;

/** How a provider is reached: where, with what, and through which way out. */
export interface Connection {
  kind: ProviderKind;
  name: string;
  baseUrl: string;
  key: string | null;
  headers: Record<string, string>;
  fetch: Fetch;
}

/** The models of a provider, by the provider's own names for them. */
interface Models {
  languageModel(name: string): LanguageModel;
  embeddingModel(name: string): EmbeddingModel;
  transcriptionModel(name: string): TranscriptionModel;
  imageModel(name: string): ImageModel;
}

/** Where a provider is when its owner does not say otherwise; null where there is no usual place. */
export const usualBaseUrls: Record<ProviderKind, string | null> = {
  'openai-compatible': null,
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
  azure: null,
  mistral: 'https://api.mistral.ai/v1',
};

/** A provider's models through the library that speaks its protocol. */
export function modelsAt({ kind, name, baseUrl: baseURL, key, headers, fetch }: Connection): Models {
  const speechless = (): never => {
    throw new HoldfastError(
      'PROVIDER_FAILED',
      `${name} offers no transcription by this protocol.`,
      'Choose another one.',
    );
  };
  // Without a key the libraries would look for one in the environment, which is not what the owner chose.
  const settings = { baseURL, headers, fetch, apiKey: key ?? 'none' };
  switch (kind) {
    case 'openai-compatible': {
      const provider = createOpenAICompatible({
        name,
        baseURL,
        headers,
        fetch,
        supportsStructuredOutputs: true,
        ...(key === null ? {} : { apiKey: key }),
      });
      return {
        languageModel: (model) => provider.languageModel(model),
        embeddingModel: (model) => provider.embeddingModel(model),
        transcriptionModel: (model) => createOpenAI(settings).transcription(model),
        imageModel: (model) => provider.imageModel(model),
      };
    }
    case 'openai': {
      const provider = createOpenAI(settings);
      // The chat protocol: servers that stand in for OpenAI know it, and it keeps nothing at the provider.
      return {
        languageModel: (model) => provider.chat(model),
        embeddingModel: (model) => provider.embeddingModel(model),
        transcriptionModel: (model) => provider.transcription(model),
        imageModel: (model) => provider.imageModel(model),
      };
    }
    case 'anthropic':
      return Object.assign(createAnthropic(settings), { transcriptionModel: speechless });
    case 'google':
      return createGoogleGenerativeAI(settings);
    case 'azure': {
      const provider = createAzure(settings);
      return {
        languageModel: (model) => provider.chat(model),
        embeddingModel: (model) => provider.embeddingModel(model),
        transcriptionModel: (model) => provider.transcription(model),
        imageModel: (model) => provider.imageModel(model),
      };
    }
    case 'mistral':
      return createMistral(settings);
  }
}
