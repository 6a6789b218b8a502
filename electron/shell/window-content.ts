import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { withSecurityHeaders } from './security-headers.ts';

const mimeTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * Answers what the window asks for, for every shell: the library's content under `/content/`,
 * else a file of the built renderer. Only reading is allowed.
 */
export async function windowContent(
  request: Request,
  rendererFolder: string,
  content: (request: Request) => Promise<Response>,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return withSecurityHeaders(new Response(null, { status: 405 }));
  const { pathname } = new URL(request.url);
  const answer = pathname.startsWith('/content/')
    ? await content(request)
    : await rendererFile(rendererFolder, pathname);
  return withSecurityHeaders(answer);
}

async function rendererFile(folder: string, pathname: string): Promise<Response> {
  const path = pathIn(folder, pathname === '/' ? '/index.html' : pathname);
  if (!path) return new Response(null, { status: 404 });
  try {
    const bytes = await readFile(path);
    const immutable = pathname.startsWith('/assets/');
    return new Response(bytes, {
      headers: {
        'content-type': mimeTypes[extname(path)] ?? 'application/octet-stream',
        'content-length': String(bytes.byteLength),
        // Vite puts a hash of the content into the names under /assets/.
        'cache-control': immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
      },
    });
  } catch {
    return new Response(null, { status: 404 });
  }
}

/** The file that the URL path names, or null when it would leave the folder or is no path at all. */
function pathIn(folder: string, pathname: string): string | null {
  try {
    const path = join(folder, decodeURIComponent(pathname));
    return path.startsWith(folder + sep) && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}
