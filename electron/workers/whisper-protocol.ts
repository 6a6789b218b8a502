import type { HoldingRequest } from './held-model.ts';
import type { SourcePath } from './media-protocol.ts';

/** What a Whisper model's file says of itself, read without loading it. */
export interface WhisperMetadata {
  name: string;
  /** The size that OpenAI published it in, by its number of layers; "other" for any other. */
  type: 'tiny' | 'base' | 'small' | 'medium' | 'large' | 'turbo' | 'distilled' | 'other';
  multilingual: boolean;
  quantisation: string;
  /** Layers of the encoder and of the decoder. */
  layers: { encoder: number; decoder: number };
  size: number;
}

/** Speech in a WAV file, or 16 kHz mono samples (−1 … 1) from the slice's start on; `isEnd` where none follow. */
export type SpeechSource = { path: SourcePath } | { samples: Float32Array; isEnd: boolean };

export interface SpeechWord {
  startMs: number;
  endMs: number;
  text: string;
}

/** Something said, with times from the start of the recording. */
export interface SpeechSegment extends SpeechWord {
  /** Empty unless asked for, and where the model's language does not part words. Their times are estimates. */
  words: SpeechWord[];
}

export interface SliceRequest {
  path: string;
  speech: SpeechSource;
  startMs: number;
  /** A code of ISO 639-1 as Whisper has it, or "auto". */
  language: string;
  /** The end of what was said before. */
  prompt: string;
  words: boolean;
}

export interface SliceResponse {
  segments: SpeechSegment[];
  /** The language that was spoken; "auto" while nothing was said. */
  language: string;
  /** Where the next slice starts; null at the end. */
  nextMs: number | null;
}

/** The requests the Whisper worker answers; transcriptions run one after the other. */
export type WhisperRequests = {
  inspect: { request: { path: string }; response: WhisperMetadata; event: never };
  load: { request: { path: string }; response: null; event: never };
  unload: { request: { path: string }; response: null; event: never };
  state: HoldingRequest;
  /** The length of the speech in a WAV file. `path` is the model's. */
  measure: { request: { path: string; speech: { path: SourcePath } }; response: { durationMs: number }; event: never };
  /**
   * Transcribes up to half a minute from `startMs` on: one window of Whisper's, cut where it is quiet. It keeps nothing
   * between calls, so that a transcription can go on after the process died.
   */
  transcribeSlice: { request: SliceRequest; response: SliceResponse; event: never };
};
