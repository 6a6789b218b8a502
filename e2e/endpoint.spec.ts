import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { httpRequest } from './http-request.ts';
import { startServer } from './http-server.ts';
import { makeTestModels } from './models/test-models.ts';

const network = (page: Page) => page.getByRole('main', { name: 'Settings' }).getByRole('region', { name: 'Network' });
const panel = (page: Page) => network(page).getByRole('list', { name: 'Your models for other programs' });
const row = (page: Page, title: string) =>
  panel(page)
    .getByRole('listitem')
    .filter({ has: page.getByText(title, { exact: true }) });
const on = (page: Page, label: string) =>
  panel(page).getByRole('group', { name: label }).getByRole('button', { name: 'On', exact: true });

async function unusedPort(): Promise<number> {
  const { port, close } = await startServer((_, response) => response.end());
  close();
  return port;
}

async function copied(page: Page, copy: () => Promise<void>): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await copy();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe('');
  return page.evaluate(() => navigator.clipboard.readText());
}

async function unlockIfAsked(page: Page): Promise<void> {
  const passphrase = network(page).getByLabel('Passphrase for stored keys');
  await expect(passphrase.or(row(page, 'Address')).first()).toBeVisible();
  if (!(await passphrase.isVisible())) return;
  await expectAccessible(page);
  await passphrase.fill('correct horse');
  await network(page).getByRole('button', { name: 'Unlock' }).click();
}

test('offers the models to other programs, with a token, and ends when it is switched off', async ({
  openApp,
  cli,
  scratch,
  shell,
}) => {
  test.skip(shell !== 'browser', 'The stand-in has no permission to read the clipboard.');
  const { chat } = await makeTestModels(join(scratch, 'models'));
  expect((await cli('models', 'add', chat)).code).toBe(0);
  const { page } = await openApp();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${page.url().split('#')[0]}#/settings?section=network`);
  await expect(row(page, 'Local endpoint')).toContainText('Nothing listens.');

  await on(page, 'Local endpoint').click();
  await unlockIfAsked(page);
  await expect(row(page, 'Local endpoint')).toContainText('on this machine alone');
  await expect(row(page, 'Offered now')).toContainText('holdfast/chat');
  await expect(row(page, 'Use')).toContainText('No program has asked yet.');
  await expectAccessible(page);

  const address = (await row(page, 'Address').locator('code').textContent())!;
  const token = await copied(page, () => panel(page).getByRole('button', { name: 'Copy token' }).click());
  expect(token).toMatch(/^holdfast_/);
  expect(await page.content()).not.toContain(token);
  const body = JSON.stringify({
    model: 'holdfast/chat',
    messages: [{ role: 'user', content: 'When was the harbour dredged?' }],
  });
  const ask = (bearer: string) =>
    fetch(`${address}/chat/completions`, { method: 'POST', headers: { authorization: `Bearer ${bearer}` }, body });
  const answer = (await (await ask(token)).json()) as { choices: [{ message: { content: string } }] };
  expect(answer.choices[0].message.content).toBe('The harbour was dredged in 1931 [1].');
  await expect(row(page, 'Use')).toContainText('1 request, the last');

  await panel(page).getByRole('button', { name: 'New token…' }).click();
  const renewed = await copied(page, () =>
    page.getByRole('alertdialog').getByRole('button', { name: 'Make and copy' }).click(),
  );
  expect((await ask(token)).status).toBe(401);
  expect((await ask(renewed)).status).toBe(200);
  await expect(row(page, 'Use')).toContainText('1 request turned away');

  // The app's own server has this port.
  const taken = new URL(page.url()).port;
  await panel(page).getByRole('spinbutton', { name: 'Port' }).fill(taken);
  await panel(page).getByRole('button', { name: 'Change' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: `Port ${taken} is in use by another program.` }),
  ).toBeVisible();
  expect((await ask(renewed)).status).toBe(200);

  await panel(page).getByRole('group', { name: 'Local endpoint' }).getByRole('button', { name: 'Off' }).click();
  await expect(row(page, 'Local endpoint')).toContainText('Nothing listens.');
  await expect(ask(renewed)).rejects.toThrow();
});

test('is switched on by the command line, and answers from when the app starts', async ({ openApp, cli, scratch }) => {
  const { chat } = await makeTestModels(join(scratch, 'models'));
  expect((await cli('models', 'add', chat)).code).toBe(0);
  process.env.HOLDFAST_PASSPHRASE = 'correct horse';
  // Not the usual port: the app of another test may listen there.
  const switched = await cli('endpoint', 'on', '--port', `${await unusedPort()}`, '--json');
  const { token } = JSON.parse((await cli('endpoint', 'token', '--json')).stdout) as { token: string };
  delete process.env.HOLDFAST_PASSPHRASE;
  const { address } = JSON.parse(switched.stdout) as { address: string };
  const ask = () => httpRequest(`${address}/models`, { authorization: `Bearer ${token}` });
  await expect(ask()).rejects.toThrow();
  expect((await cli('endpoint', 'status')).stdout).toContain(address);
  const models = JSON.parse((await cli('endpoint', 'models', '--json')).stdout) as { id: string }[];
  expect(models[0]!.id).toBe('holdfast/chat');
  expect(await cli('endpoint', 'on', '--port', '0')).toMatchObject({ code: 2 });

  const app = await openApp();
  expect(await ask()).toMatchObject({ status: 200 });
  await app.close();
  await expect(ask()).rejects.toThrow();
  expect((await cli('endpoint', 'off')).stdout).toContain('off');
});
