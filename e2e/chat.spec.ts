import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { makeTestModels } from './models/test-models.ts';

const chat = (page: Page) => page.getByRole('main', { name: 'Chat' });

async function ask(page: Page, question: string): Promise<void> {
  await chat(page).getByRole('textbox', { name: 'Question' }).fill(question);
  await page.keyboard.press('Enter');
}

/** Eight reports that all tell of the harbour. */
async function makeReports(folder: string): Promise<void> {
  await mkdir(folder);
  for (let year = 1950; year < 1958; year++) {
    const text = `The harbour report of ${year}. ${'Dredged, sounded, buoyed and paid for. '.repeat(55)}`;
    await writeFile(join(folder, `${year}.txt`), text);
  }
}

test.beforeEach(({ readArchive }) => readArchive());

test('answers with the best passages, quoted, where there is no chat model', async ({ openApp }) => {
  const { page } = await openApp();
  await page.getByRole('textbox', { name: 'Search or ask' }).fill('?When was the harbour dredged?');
  await page.keyboard.press('Enter');
  await expect(chat(page)).toContainText('No chat model: best passages');
  await expect(chat(page)).toContainText('dredged in 1931');
  await expectAccessible(page);
});

test('streams an answer whose citations open beside it, keeps it, and can be stopped', async ({
  openApp,
  cli,
  scratch,
}) => {
  const models = await makeTestModels(join(scratch, 'models'));
  expect((await cli('models', 'add', models.chat)).code).toBe(0);
  expect((await cli('models', 'add', models.embedder)).code).toBe(0);
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Chat', exact: true }).click();
  await expect(chat(page)).toContainText('this process');
  await ask(page, 'When was the harbour dredged?');
  await expect(chat(page)).toContainText('The harbour was dredged in 1931');
  const citation = chat(page)
    .getByRole('button', { name: /^Source 1: / })
    .first();
  await citation.click();
  await expect(chat(page).getByRole('complementary')).toBeVisible();
  await expectAccessible(page);

  await ask(page, 'Recite the poem.');
  await chat(page).getByRole('button', { name: 'Stop' }).click();
  await expect(chat(page)).toContainText('Stopped');

  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('link', { name: 'Chat', exact: true }).click();
  await chat(page)
    .getByRole('link', { name: /harbour dredged/ })
    .click();
  await expect(chat(page)).toContainText('The harbour was dredged in 1931');
});

test('takes as many passages along as the model has room for', async ({ openApp, cli, scratch }) => {
  const { chat: model } = await makeTestModels(join(scratch, 'models'));
  // The scripted model counts each letter of these as a token: all together they are twice its context.
  await makeReports(join(scratch, 'reports'));
  expect((await cli('ingest', join(scratch, 'reports'))).code).toBe(0);
  expect((await cli('models', 'add', model)).code).toBe(0);
  const { page } = await openApp();
  await page.goto(new URL('#/chat', page.url()).href);
  await ask(page, 'What does the harbour report say?');
  await expect(chat(page)).toContainText('The harbour was dredged in 1931');
});

test('says so when a link leads to a conversation that is gone', async ({ openApp }) => {
  const { page } = await openApp();
  for (const id of ['99', 'nonsense']) {
    await page.goto(new URL(`#/chat/${id}`, page.url()).href);
    await expect(chat(page).getByRole('alert')).toContainText('That conversation is no longer there.');
    await chat(page).getByRole('alert').getByRole('button', { name: 'New conversation' }).click();
    await expect(chat(page)).toContainText('Ask your library');
  }
});

test('shows a long answer from its question on, and goes to the end when asked', async ({ openApp, cli, scratch }) => {
  await makeReports(join(scratch, 'reports'));
  expect((await cli('ingest', join(scratch, 'reports'))).code).toBe(0);
  const { page } = await openApp();
  await page.setViewportSize({ width: 1024, height: 420 });
  await page.goto(new URL('#/chat', page.url()).href);
  for (const question of ['What does the harbour report say?', 'Which harbour report tells of buoys?']) {
    await ask(page, question);
    await expect(chat(page).getByRole('button', { name: 'Go to the end' })).toBeVisible();
    await expect(chat(page).getByRole('heading', { name: question })).toBeInViewport();
  }
  await chat(page).getByRole('button', { name: 'Go to the end' }).click();
  await expect(chat(page).getByRole('button', { name: 'Copy answer' }).last()).toBeInViewport();
  // What lies in the messages makes nothing but the messages scroll.
  const scrolling = await page.evaluate(
    () =>
      [...document.querySelectorAll('main *')].filter(
        (element) =>
          element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(element).overflowY),
      ).length,
  );
  expect(scrolling).toBe(1);
});

test('says so before anything is asked when the chat model has gone, and quotes instead', async ({
  openApp,
  cli,
  scratch,
}) => {
  const { chat: model } = await makeTestModels(join(scratch, 'models'));
  expect((await cli('models', 'add', model)).code).toBe(0);
  await rm(model);
  const { page } = await openApp();
  await page.goto(new URL('#/chat', page.url()).href);
  await expect(page.getByRole('contentinfo')).toContainText('cannot answer');
  await expect(chat(page)).toContainText(/cannot answer: .*chat\.gguf is not there\. Answers are quoted passages\./);
  await ask(page, 'When was the harbour dredged?');
  await expect(chat(page)).toContainText('dredged in 1931');
});
