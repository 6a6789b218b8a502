import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { AssetRepository } from '../catalog/assets.ts';
import { type FileRepository, sourcePath } from '../catalog/files.ts';
import {
  type RecordingRenditionName,
  type RenditionName,
  recordingRenditions,
  renditionPath,
  renditionSizes,
} from '../ingest/ingest-context.ts';

/** MIME types that a viewer shows by itself; everything else goes out as mere bytes. */
const shownTypes = new Set([
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/bmp',
]);

/** As which MIME type a player is given a recording; what is in it the player finds out for itself. */
const playedTypes: Readonly<Record<string, string>> = {
  'video/mp4': 'video/mp4',
  'video/x-m4v': 'video/mp4',
  'video/quicktime': 'video/mp4',
  'video/3gpp': 'video/mp4',
  'video/webm': 'video/webm',
  'video/matroska': 'video/webm',
  'video/ogg': 'video/ogg',
  'audio/mpeg': 'audio/mpeg',
  'audio/wav': 'audio/wav',
  'audio/flac': 'audio/flac',
  'audio/aac': 'audio/aac',
  'audio/ogg': 'audio/ogg',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'audio/mp4': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
};

/**
 * Answers `/content/<assetId>/{thumb|preview|original}`, and `{strip|waveform|proxy}` of recordings, with the bytes, whole or the range asked for.
 * Nothing that it serves may run: the bytes are other people's.
 */
export function contentHandler(parts: { assets: AssetRepository; files: FileRepository; libraryPath: string }) {
  const { assets, files, libraryPath } = parts;

  const locate = (
    hash: string,
    what: string,
  ): { path: string | Buffer; type: string; immutable: boolean } | undefined => {
    const asset = assets.byHash(hash);
    if (!asset) return undefined;
    if (Object.hasOwn(recordingRenditions, what)) {
      const name = what as RecordingRenditionName;
      return { path: renditionPath(libraryPath, hash, name), type: recordingRenditions[name].type, immutable: true };
    }
    if (Object.hasOwn(renditionSizes, what))
      return { path: renditionPath(libraryPath, hash, what as RenditionName), type: 'image/webp', immutable: true };
    const file = what === 'original' ? files.presentFileOf(asset.id) : undefined;
    if (!file) return undefined;
    const path = sourcePath(file);
    return {
      path: typeof path === 'string' ? path : Buffer.from(path),
      type: shownTypes.has(asset.mime) ? asset.mime : (playedTypes[asset.mime] ?? 'application/octet-stream'),
      immutable: false,
    };
  };

  return async (request: Request): Promise<Response> => {
    const parts = /\/content\/([0-9a-f]{64})\/(\w+)$/.exec(new URL(request.url).pathname);
    const found = parts?.[1] && parts[2] ? locate(parts[1], parts[2]) : undefined;
    const stats = found ? await stat(found.path).catch(() => null) : null;
    if (!found || !stats?.isFile()) return new Response('Not found', { status: 404 });
    const headers = new Headers({
      'content-type': found.type,
      'accept-ranges': 'bytes',
      'cache-control': found.immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    const range = parseRange(request.headers.get('range'), stats.size);
    if (range === 'unsatisfiable')
      return new Response(null, { status: 416, headers: { 'content-range': `bytes */${stats.size}` } });
    const { start, end } = range ?? { start: 0, end: stats.size - 1 };
    headers.set('content-length', String(end - start + 1));
    if (range) headers.set('content-range', `bytes ${start}-${end}/${stats.size}`);
    const body =
      request.method === 'HEAD' || stats.size === 0
        ? null
        : (Readable.toWeb(createReadStream(found.path, { start, end })) as ReadableStream);
    return new Response(body, { status: range ? 206 : 200, headers });
  };
}

/** The first range of a Range header (RFC 9110), both ends inclusive; undefined without a usable one. */
export function parseRange(
  header: string | null,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start > end || start >= size ? 'unsatisfiable' : { start, end };
}
