import type { HoldingRequest } from './held-model.ts';
import type { SourcePath } from './media-protocol.ts';

/** How the weights of an ONNX file are kept, as transformers.js names it; the file's name tells. */
export const onnxDtypes = ['fp32', 'q8', 'int8', 'uint8', 'fp16', 'q4', 'q4f16', 'bnb4'] as const;
export type OnnxDtype = (typeof onnxDtypes)[number];

/**
 * What a model can do. With both embeddings, texts and pictures lie in one space, so that their cosine says how well a
 * text fits a picture.
 */
export type OnnxCapability = 'text-embedding' | 'image-embedding' | 'caption';

export interface OnnxVariant {
  dtype: OnnxDtype;
  /** Bytes of the files that are loaded for it. */
  size: number;
  /** Paths in the folder, with those of external weights. */
  files: string[];
}

/** What a model's folder says of itself, read without loading it. */
export interface OnnxMetadata {
  name: string;
  /** The architecture, as config.json names it: "bert", "clip". */
  architecture: string;
  capabilities: OnnxCapability[];
  /** Length of its vectors; 0 where only loading it tells, or it makes none. */
  dimensions: number;
  /** The most tokens of a text; 0 where it takes no texts. */
  contextSize: number;
  /** The first is the one that is used unless another is asked for. */
  variants: OnnxVariant[];
  /** From the model card; empty where there is none. */
  licence: string;
}

export interface OnnxHash {
  /**
   * SHA-256 over the lines `<sha256 of the file>  <path in the folder>\n`, sorted by path, as
   * `find . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum` computes it for the files listed.
   */
  sha256: string;
  files: { path: string; size: number; sha256: string }[];
}

/** A model's folder, and how its weights are kept where there are several kinds. */
export interface OnnxModelRef {
  path: string;
  dtype?: OnnxDtype;
}

/** An encoded picture: JPEG, PNG, WebP, AVIF, GIF or TIFF. */
export type OnnxPicture = { path: SourcePath } | { bytes: Uint8Array };

/** A picture's vector, or why it has none, as a sentence. */
export type PictureEmbedding = { vector: Float32Array } | { refused: string };

type Progress = { done: number; total: number };

/** The requests the ONNX worker answers; those that compute load the model if need be, and run one after the other. */
export type OnnxRequests = {
  inspect: { request: { path: string }; response: OnnxMetadata; event: never };
  hash: { request: { path: string }; response: OnnxHash; event: Progress };
  /** Loads the model and proves that it works: a vector for each embedding, or the start of a caption. */
  load: {
    request: OnnxModelRef;
    response: { dimensions: number; contextSize: number; dtype: OnnxDtype };
    event: never;
  };
  unload: { request: { path: string }; response: null; event: never };
  state: HoldingRequest;
  /** Unit vectors, one a text; all zero where the model makes nothing of it. What is too long is cut. */
  embedTexts: {
    request: OnnxModelRef & { texts: string[]; purpose: 'query' | 'document' };
    response: { vectors: Float32Array[] };
    event: Progress;
  };
  countTokens: {
    request: OnnxModelRef & { texts: string[] };
    response: { counts: number[]; contextSize: number };
    event: never;
  };
  embedPictures: {
    request: OnnxModelRef & { pictures: OnnxPicture[] };
    response: { pictures: PictureEmbedding[] };
    event: Progress;
  };
  caption: {
    request: OnnxModelRef & { picture: OnnxPicture; maxTokens: number };
    response: { text: string };
    event: { tokens: number };
  };
};
