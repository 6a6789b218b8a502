import { WebSocket } from 'ws';
import { expect, serve, test } from './fixtures.ts';

test('lets in the link once, and then its cookie', async ({ library }) => {
  const served = await serve(library);
  const { origin } = new URL(served.link);

  expect((await fetch(`${origin}/`)).status).toBe(403);
  expect((await fetch(`${origin}/open?secret=wrong`)).status).toBe(403);
  const admitted = await fetch(served.link);
  expect(admitted.status).toBe(200);
  // Without an icon of its own the browser would ask for /favicon.ico, which is not there.
  expect(await admitted.text()).toContain('<link rel="icon" href="data:,">');
  const cookie = admitted.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^holdfast=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  expect(cookie).not.toContain(new URL(served.link).searchParams.get('secret'));
  expect((await fetch(served.link)).status).toBe(403);

  const headers = { cookie: cookie.split(';')[0] ?? '' };
  const page = await fetch(`${origin}/`, { headers });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect((await fetch(`${origin}/`, { method: 'POST', headers })).status).toBe(405);
  expect((await fetch(`${origin}/..%2fmain%2fserve.js`, { headers })).status).toBe(404);
  expect((await fetch(`${origin}/content/${'0'.repeat(64)}/original`, { headers })).status).toBe(404);
  expect(await served.stop()).toBe(0);
});

test('answers no other name and no other page', async ({ library }) => {
  const served = await serve(library);
  const { host, origin, port } = new URL(served.link);
  const cookie = ((await fetch(served.link)).headers.get('set-cookie') ?? '').split(';')[0] ?? '';

  expect((await fetch(`http://localhost:${port}/`, { headers: { cookie } })).status).toBe(421);
  const socket = (options: { headers: Record<string, string> }) => statusOfSocket(`ws://${host}/rpc`, options.headers);
  expect(await socket({ headers: { cookie, origin } })).toBe(101);
  expect(await socket({ headers: { cookie, origin: 'https://example.invalid' } })).toBe(403);
  expect(await socket({ headers: { cookie } })).toBe(403);
  expect(await socket({ headers: { origin } })).toBe(403);
  expect(await statusOfSocket(`ws://localhost:${port}/rpc`, { cookie, origin })).toBe(403);
  expect(await served.stop()).toBe(0);
});

test('listens to this machine alone', async ({ library }) => {
  const served = await serve(library);
  const { port } = new URL(served.link);
  // Another address of the same machine: whoever listens to all addresses answers there too.
  await expect(fetch(`http://127.0.0.2:${port}/`)).rejects.toThrow();
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(403);
  expect(await served.stop()).toBe(0);
});

test('goes on when Ctrl+C comes twice at once, and closes the library', async ({ library, cli }) => {
  const served = await serve(library);
  const [first, second] = await Promise.all([served.stop(), served.stop()]);
  expect([first, second]).toEqual([0, 0]);
  expect((await cli('status')).code).toBe(0);
});

test('a window whose Holdfast has ended says so', async ({ library, openBrowser }) => {
  const served = await serve(library);
  const context = await (await openBrowser()).newContext();
  const page = await context.newPage();
  await page.goto(served.link);
  await page.getByRole('link', { name: 'Library', exact: true }).click();
  await expect(page.getByRole('contentinfo')).toContainText('Air-gapped');
  expect(await served.stop()).toBe(0);
  await expect(page.getByRole('alert')).toContainText('Holdfast does not answer.');
  await expect(page.getByRole('contentinfo')).toContainText('Not connected');
  await page.getByRole('link', { name: 'Chat', exact: true }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill('Are you there?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toContainText('Waiting for Holdfast to answer again');
  await context.close();
});

/** The HTTP status that a WebSocket handshake is answered with; 101 when it is accepted. */
function statusOfSocket(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => {
      resolve(101);
      socket.close();
    });
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.on('error', reject);
  });
}
