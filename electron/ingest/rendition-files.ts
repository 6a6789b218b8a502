import { join } from 'node:path';
import type { AssetKind } from '../../shared/contract/library.ts';
import type { RenditionRequest } from '../workers/media-protocol.ts';

/** Longest sides in pixels of the pictures kept of an asset. */
export const renditionSizes = { thumb: 360, preview: 1600 } as const;
export type RenditionName = keyof typeof renditionSizes;

/** What is kept of a recording beside them, with the MIME type of each. */
export const recordingRenditions = {
  strip: { type: 'image/webp', extension: 'webp' },
  waveform: { type: 'application/octet-stream', extension: 'bin' },
  proxy: { type: 'video/webm', extension: 'webm' },
} as const;
export type RecordingRenditionName = keyof typeof recordingRenditions;

/** Where an asset's rendition is kept. */
export function renditionPath(libraryPath: string, hash: string, name: RenditionName | RecordingRenditionName): string {
  const extension =
    name in recordingRenditions ? recordingRenditions[name as RecordingRenditionName].extension : 'webp';
  return join(libraryPath, 'renditions', hash.slice(0, 2), `${hash}-${name}.${extension}`);
}

/** Whether an asset's preview waits until it is asked for: a PDF is seldom looked at but in its viewer, which draws it itself. */
export function isDrawnWhenAsked({ kind }: { kind: AssetKind }): boolean {
  return kind === 'pdf';
}

/** The preview of an asset, as a media worker is asked for it. */
export function previewOf(libraryPath: string, hash: string): RenditionRequest {
  return renditionRequest(libraryPath, hash, 'preview');
}

/** The pictures made of an asset when it is read, as a media worker is asked for them. */
export function renditionsOf(
  libraryPath: string,
  { hash, kind }: { hash: string; kind: AssetKind },
): [RenditionRequest, ...RenditionRequest[]] {
  const thumb = renditionRequest(libraryPath, hash, 'thumb');
  return isDrawnWhenAsked({ kind }) ? [thumb] : [previewOf(libraryPath, hash), thumb];
}

function renditionRequest(libraryPath: string, hash: string, name: RenditionName): RenditionRequest {
  return { longestSide: renditionSizes[name], output: renditionPath(libraryPath, hash, name) };
}

/** Pages of a picture that has several of which a preview is kept. */
export const PAGES_SHOWN = 200;

/** Where the preview of a page after the first is kept, counted from 1. */
export function pagePath(libraryPath: string, hash: string, page: number): string {
  return join(libraryPath, 'renditions', hash.slice(0, 2), `${hash}-page-${page}.webp`);
}

/** Where all that may be drawn of an asset is kept. */
export function renditionPathsOf(libraryPath: string, { hash, pages }: { hash: string; pages: number }): string[] {
  const names = [...Object.keys(renditionSizes), ...Object.keys(recordingRenditions)] as Parameters<
    typeof renditionPath
  >[2][];
  const further = Array.from({ length: Math.max(0, Math.min(pages, PAGES_SHOWN) - 1) }, (_, index) => index + 2);
  return [
    ...names.map((name) => renditionPath(libraryPath, hash, name)),
    ...further.map((page) => pagePath(libraryPath, hash, page)),
  ];
}
