import type { Capability } from '../../../../shared/contract/models.ts';
import type { ProviderKind } from '../../../../shared/contract/providers.ts';

const number = new Intl.NumberFormat('en');

const en = {
  servers: 'Servers and services',
  connect: 'Connect a server…',
  connectTitle: 'Connect a server',
  connectAction: 'Connect',
  connecting: 'Asking the server…',
  kind: 'Kind',
  kinds: {
    'openai-compatible': 'OpenAI-compatible server',
    openai: 'OpenAI',
    anthropic: 'Anthropic',
    google: 'Google Gemini',
    azure: 'Azure OpenAI',
    mistral: 'Mistral',
  } satisfies Record<ProviderKind, string>,
  name: 'Name',
  baseUrl: 'Address',
  baseUrlExample: 'http://llm.example:8000/v1',
  key: 'Key',
  keyOptional: 'Key, if the server wants one',
  keyPlace: {
    keychain: 'The key goes to this machine’s keychain. It is never shown again.',
    'encrypted file':
      'This machine has no keychain: the key goes to a file that only your passphrase opens. It is never shown again.',
  },
  passphrase: 'Passphrase for stored keys',
  passphraseEffect: 'At least 8 characters. The first one you enter becomes the passphrase; it cannot be recovered.',
  unlock: 'Unlock',
  keysLocked: 'The stored keys are locked.',
  keysLockedEffect: 'Servers that want a key cannot be used until you enter your passphrase.',
  advanced: 'Certificates',
  ca: 'Authority that signed the server’s certificate (PEM file)',
  certificate: 'This client’s certificate (PEM file)',
  certificateKey: 'Its key (PEM file)',
  models: 'Models…',
  modelsOf: (name: string) => `Models of ${name}`,
  filterModels: 'Find a model',
  noModels: 'The server offers no model.',
  typeModel: 'Name of a model or deployment',
  addModel: 'Add',
  addModelLabel: (name: string) => `Add ${name}`,
  trying: 'Being tried…',
  modelIsAdded: 'Added',
  canDo: (name: string, abilities: readonly Capability[]) =>
    `${name} was tried and can do: ${abilities.map((ability) => en.abilities[ability]).join(', ')}.`,
  abilities: {
    chat: 'chat',
    tools: 'tools',
    'json-schema': 'structured answers',
    vision: 'pictures',
    embedding: 'embedding',
    'image-embedding': 'image embedding',
    caption: 'captions',
    rerank: 'reranking',
    transcription: 'transcription',
    image: 'image generation',
    video: 'video generation',
    speech: 'speech',
  } satisfies Record<Capability, string>,
  context: (tokens: number) => `${number.format(tokens)} tokens of context`,
  remove: (name: string) => `Remove ${name}`,
  removeAction: 'Remove server',
  removeTitle: 'Remove this server?',
  removeText: (name: string) => `Holdfast forgets ${name}, its key and its models.`,
};

export const useProvidersText = () => en;
