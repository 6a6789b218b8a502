import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, launchElectron, serve, standinEnvironment, test } from './fixtures.ts';

const executable = join(import.meta.dirname, 'standin/electron');

test('tells its page that it is Electron, and lets it go nowhere', async ({ openApp }) => {
  const { page, electron } = await openApp();
  expect(await page.evaluate(() => Reflect.get(window, 'holdfastShell'))).toBe('electron');
  await page.evaluate(() => {
    location.href = 'https://example.invalid/';
  });
  await page.evaluate(() => window.open('https://example.invalid/'));
  await expect(page.getByRole('main')).toBeVisible();
  expect(electron?.windows()).toHaveLength(1);
  expect(
    await electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible())),
  ).toEqual([true]);
});

test('is one instance: a second start brings the first to the front', async ({ library, scratch }) => {
  const userData = join(scratch, 'user-data');
  const first = await launchElectron(library, userData);
  const page = await first.firstWindow();
  await page.getByRole('main').waitFor();
  await first.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.minimize();
    window?.once('focus', () => window.setBounds({ x: 77 }));
  });
  const second = spawn(executable, ['.', `--user-data-dir=${userData}`], {
    env: standinEnvironment(library),
    stdio: 'ignore',
  });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  const seen = () =>
    first.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => [window.isMinimized(), window.getBounds().x]),
    );
  await expect.poll(seen).toEqual([[false, 77]]);
  await first.close();
});

test('says in a dialog why a library cannot be opened', async ({ library, scratch }) => {
  const served = await serve(library);
  const app = spawn(executable, ['.', `--user-data-dir=${join(scratch, 'user-data')}`], {
    env: standinEnvironment(library),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  app.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(app, 'exit');
  expect(code).toBe(1);
  expect(said).toContain('Holdfast cannot open the library: The library');
  expect(await served.stop()).toBe(0);
});

test('runs the CLI without a window when it is called as one', async ({ library }) => {
  const app = spawn(executable, ['status', '--json'], {
    env: { ...standinEnvironment(library), STANDIN_PACKAGED: '1', STANDIN_APP: '.' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  app.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const [code] = await once(app, 'exit');
  expect(code).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ assets: 0, passages: 0 });
});
