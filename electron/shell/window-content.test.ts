import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, asyncProperty, constantFrom, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowContent } from './window-content.ts';

const parent = mkdtempSync(join(tmpdir(), 'holdfast-content-'));
const renderer = join(parent, 'renderer');
mkdirSync(join(renderer, 'assets'), { recursive: true });
writeFileSync(join(renderer, 'index.html'), '<!doctype html>');
writeFileSync(join(renderer, 'assets/app-1a2b.js'), 'run()');
writeFileSync(join(parent, 'secret.txt'), 'secret');

const content = async (request: Request) =>
  new Response(`content of ${new URL(request.url).pathname}`, { headers: { 'content-security-policy': 'sandbox' } });
const get = (path: string, method = 'GET') =>
  windowContent(new Request(`app://holdfast${path}`, { method }), renderer, content);

describe('what a window is given', () => {
  it('is the renderer, with a policy that lets nothing else in', async () => {
    const page = await get('/');
    expect(await page.text()).toBe('<!doctype html>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/);
    const script = await get('/assets/app-1a2b.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
  });

  it('is the library’s content, whose own stricter policy stays', async () => {
    const answer = await get('/content/abc/original');
    expect(await answer.text()).toBe('content of /content/abc/original');
    expect(answer.headers.get('content-security-policy')).toBe('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is only read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('/', method)).status).toBe(405);
    expect((await get('/', 'HEAD')).status).toBe(200);
  });

  it('never lies outside the renderer’s folder', async () => {
    const piece = constantFrom('..', '%2e%2e', '%2f', '/', '\\', '%5c', '%00', '%', 'secret.txt', 'renderer', 'assets');
    await assert(
      asyncProperty(array(piece, { maxLength: 8 }), string(), async (pieces, tail) => {
        const answer = await get(`/${pieces.join('/')}${encodeURIComponent(tail)}`);
        expect(await answer.text()).not.toBe('secret');
      }),
    );
    expect((await get('/%2e%2e%2fsecret.txt')).status).toBe(404);
    expect((await get('/..%2fsecret.txt')).status).toBe(404);
  });
});
