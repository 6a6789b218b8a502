import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { SCRIPTED_KEY, scriptedProvider } from './model-servers/scripted-provider.ts';

test('connects a server, tries its models, and answers through one', async ({ openApp, readArchive }) => {
  const server = await scriptedProvider('openai-compatible');
  await readArchive();
  const { page } = await openApp();
  const base = page.url().split('#')[0];
  await page.goto(`${base}#/models`);
  const models = page.getByRole('main', { name: 'Models' });

  await models.getByRole('button', { name: 'Connect a server…' }).click();
  const connect = page.getByRole('dialog', { name: 'Connect a server' });
  await connect.getByRole('textbox', { name: 'Name' }).fill('Harbour server');
  await connect.getByRole('textbox', { name: 'Address' }).fill(server.baseUrl);
  await connect.getByLabel('Key, if the server wants one').fill('wrong');
  const passphrase = connect.getByLabel('Passphrase for stored keys');
  if (await passphrase.isVisible()) await passphrase.fill('correct horse');
  await connect.getByRole('button', { name: 'Connect' }).click();
  await expect(connect.getByRole('alert')).toContainText('refuses the key');
  await expectAccessible(page);
  await connect.getByLabel('Key, if the server wants one').fill(SCRIPTED_KEY);
  await connect.getByRole('button', { name: 'Connect' }).click();

  const offered = page.getByRole('dialog', { name: 'Models of Harbour server' });
  await offered.getByRole('button', { name: 'Add scribe' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'scribe was tried and can do: chat' })).toBeVisible();
  await expect(offered.getByRole('listitem').filter({ hasText: 'scribe' })).toContainText('Added');
  await page.keyboard.press('Escape');
  await expect(models.getByRole('row', { name: /^Chat / })).toContainText('Inside the boundary');
  await expectAccessible(page);

  await models
    .getByRole('row', { name: /^scribe / })
    .getByRole('link')
    .click();
  const prices = page.getByRole('region', { name: 'Prices' });
  await prices.getByRole('textbox', { name: 'A million tokens read' }).fill('0,15');
  await prices.getByRole('textbox', { name: 'A million tokens written' }).fill('0.6');
  await prices.getByRole('button', { name: 'Keep the prices' }).click();
  await expect(prices).toContainText('is told by these prices');
  await expectAccessible(page);
  const trial = page.getByRole('region', { name: 'Try it' });
  await expect(trial).toContainText('What you write is sent to 127.0.0.1');
  server.faults.push({ type: 'silent' });
  const asked = server.bodies.length;
  await trial.getByRole('button', { name: 'Run' }).click();
  await expect(trial).toContainText('Waiting for the first word…');
  await expect.poll(() => server.bodies.length).toBeGreaterThan(asked);
  await trial.getByRole('button', { name: 'Stop' }).click();
  await expect(trial).toContainText('Stopped.');
  await trial.getByRole('button', { name: 'Run' }).click();
  await expect(trial).toContainText('First word');

  await page.goto(`${base}#/chat`);
  const chat = page.getByRole('main', { name: 'Chat' });
  await expect(chat).toContainText('your question and the passages found for it are sent there');
  await chat.getByRole('textbox', { name: 'Question' }).fill('When was the harbour dredged?');
  await page.keyboard.press('Enter');
  await expect(chat.getByRole('button', { name: /^Source 1: / }).first()).toBeVisible();
  expect(server.bodies.at(-1)).toContain('dredged in 1931 at a cost of 4200 crowns');

  await page.goto(`${base}#/models`);
  await models.getByRole('button', { name: 'Remove Harbour server' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove server' }).click();
  await expect(models.getByRole('button', { name: 'Remove Harbour server' })).toHaveCount(0);
  await expect(models.getByRole('table', { name: 'Roles' })).not.toContainText('scribe');
  server.close();
});
