import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { AssetRepository, AssetRow } from '../catalog/assets.ts';
import type { Previews } from '../ingest/previews.ts';
import {
  pagePath,
  type RecordingRenditionName,
  type RenditionName,
  recordingRenditions,
  renditionPath,
} from '../ingest/rendition-files.ts';
import type { SourceFiles } from '../ingest/source-files.ts';

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

/** How long a preview is waited for that has yet to be drawn, before the thumbnail is shown in its place. */
const PATIENCE_MS = 2000;

interface Found {
  path: string | Buffer;
  type: string;
  /** Whether other bytes will never be there. */
  immutable: boolean;
}

/**
 * Answers `/content/<assetId>/{thumb|preview|page2|original}`, and `{strip|waveform|proxy}` of recordings, with the bytes,
 * whole or the range asked for.
 * Nothing that it serves may run: the bytes are other people's.
 */
export function contentHandler(parts: {
  assets: AssetRepository;
  sources: SourceFiles;
  previews: Previews;
  libraryPath: string;
}) {
  const { assets, sources, previews, libraryPath } = parts;

  const picture = (hash: string, name: RenditionName, immutable = true): Found => ({
    path: renditionPath(libraryPath, hash, name),
    type: 'image/webp',
    immutable,
  });

  const preview = async (asset: AssetRow): Promise<Found> => {
    const there = await Promise.race([previews.of(asset), delay(PATIENCE_MS, undefined, { ref: false })]);
    return there === undefined ? picture(asset.hash, 'thumb', false) : picture(asset.hash, 'preview');
  };

  const locate = async (hash: string, what: string, signal: AbortSignal): Promise<Found | undefined> => {
    const asset = assets.byHash(hash);
    if (!asset) return undefined;
    if (Object.hasOwn(recordingRenditions, what)) {
      const name = what as RecordingRenditionName;
      return { path: renditionPath(libraryPath, hash, name), type: recordingRenditions[name].type, immutable: true };
    }
    if (what === 'preview') return preview(asset);
    if (what === 'thumb') return picture(hash, 'thumb');
    const page = /^page([1-9]\d{0,3})$/.exec(what)?.[1];
    if (page) return { path: pagePath(libraryPath, hash, Number(page)), type: 'image/webp', immutable: true };
    const source = what === 'original' ? await sources.locate(asset, signal) : undefined;
    if (!source || 'reason' in source) return undefined;
    const { path } = source;
    return {
      path: typeof path === 'string' ? path : Buffer.from(path),
      type: shownTypes.has(asset.mime) ? asset.mime : (playedTypes[asset.mime] ?? 'application/octet-stream'),
      immutable: false,
    };
  };

  return async (request: Request): Promise<Response> => {
    const parts = /\/content\/([0-9a-f]{64})\/(\w+)$/.exec(new URL(request.url).pathname);
    const found = parts?.[1] && parts[2] ? await locate(parts[1], parts[2], request.signal) : undefined;
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
