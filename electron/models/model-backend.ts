import type { Capability } from '../../shared/contract/models.ts';
import type { SentContent } from '../../shared/contract/policy.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { ChatAnswer, ChatSettings, ChatTurn, ModelRequests, ModelTurn } from '../workers/model-protocol.ts';

/** What every call of a model may say. */
export interface ModelCallOptions {
  /** What it is for, as the audit log tells it where the call leaves this machine. */
  purpose: string;
  signal?: AbortSignal | undefined;
  /** What of the library is in the texts. */
  content?: readonly SentContent[];
}

export interface EmbedOptions extends ModelCallOptions {
  /** Whether the texts are queries and not what is to be found: some models want to be told. */
  asQuery?: boolean;
  /** Whether nobody waits for it, so that it gives way on this machine's processors to what somebody waits for. */
  inBackground?: boolean;
}

export interface ChatOptions extends ModelCallOptions, ChatSettings {
  onEvent?: (event: ModelRequests['chat']['event']) => void;
}

/** A picture as a model is given it or gives it: an encoded file. */
export interface Picture {
  bytes: Uint8Array;
  mime: string;
}

/** What was said from one moment of a recording to another, in milliseconds from its start. */
export interface SpokenSegment {
  start: number;
  end: number;
  text: string;
  /** With their own times, where they were asked for and the model tells them. */
  words?: { start: number; end: number; text: string }[];
}

export interface Transcript {
  text: string;
  segments: SpokenSegment[];
  /** ISO 639 code; empty where the model does not tell. */
  language: string;
}

export interface TranscriptionOptions extends ModelCallOptions {
  /** ISO 639 code; the model finds out by itself without. */
  language?: string;
  /** Whether the times of words are wanted, where the model tells them. */
  words?: boolean;
  /** How much is done, 0 to 1. */
  onProgress?: (progress: number) => void;
}

/** One model, wherever it runs. Calls fail with a HoldfastError that says what happened, or AbortError. */
export interface ModelBackend {
  /** One step: answers the last turn, or calls tools; the text arrives in events too. */
  chat(turns: readonly ModelTurn[], options: ChatOptions): Promise<ChatAnswer>;
  /** Like `chat`, with a picture that the first of the user's turns is about. */
  chatAbout(picture: string, turns: readonly ChatTurn[], options: ChatOptions): Promise<ChatAnswer>;
  /**
   * Lengths in the model's tokens, one a text, and the context in which it runs; where the model does not tell, an
   * estimate that is rather too high.
   */
  countTokens(texts: string[]): Promise<ModelRequests['countTokens']['response']>;
  /** Unit vectors, one a text; all zero where the model makes nothing of it. */
  embed(texts: string[], options: EmbedOptions): Promise<Float32Array[]>;
  /** Unit vectors, one a picture, in the same space as those of texts. */
  embedPictures(paths: readonly string[], options: ModelCallOptions): Promise<Float32Array[]>;
  /** What is to be seen in a picture, in a sentence. */
  caption(path: string, options: ModelCallOptions): Promise<string>;
  /** What is written in a picture, as it stands there, line by line. */
  readPicture(path: string, options: ModelCallOptions): Promise<string>;
  /** How well each text answers a query, 0 to 1, in their order. */
  rerank(query: string, texts: string[], options: ModelCallOptions): Promise<number[]>;
  /** What is said in a sound file. */
  transcribe(path: string, options: TranscriptionOptions): Promise<Transcript>;
  /** A picture made after a description. */
  makePicture(prompt: string, options: ModelCallOptions & { width: number; height: number }): Promise<Picture>;
}

/** A model that can do some of it; of the rest it says that it cannot. */
export function backendOf(name: string, able: Partial<ModelBackend>): ModelBackend {
  const unable = (what: Capability) => () =>
    Promise.reject(new HoldfastError('MODEL_FAILED', `${name} cannot do this: ${what}.`, 'Choose a model that can.'));
  return {
    chat: unable('chat'),
    chatAbout: unable('vision'),
    countTokens: unable('chat'),
    embed: unable('embedding'),
    embedPictures: unable('image-embedding'),
    caption: unable('caption'),
    readPicture: unable('vision'),
    rerank: unable('rerank'),
    transcribe: unable('transcription'),
    makePicture: unable('image'),
    ...able,
  };
}
