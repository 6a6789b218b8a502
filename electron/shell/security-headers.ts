/**
 * What the window may load: its own files and the library's content from the same origin, and nothing else.
 * Trusted Types name the policies that the renderer may create; `'wasm-unsafe-eval'` lets pdfjs run its image decoders.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "worker-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types pdfjs',
].join('; ');

/** Headers of every answer that a window gets, over HTTP and over `app:` alike. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The same answer with the security headers on it, except those that it brings itself: content has a stricter policy. */
export function withSecurityHeaders(response: Response): Response {
  const headers = new Headers({ ...securityHeaders, ...Object.fromEntries(response.headers) });
  return new Response(response.body, { status: response.status, headers });
}
