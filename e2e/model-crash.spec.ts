import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { descendantsOf } from './child-processes.ts';
import { expect, test } from './fixtures.ts';
import { makeTestModels } from './models/test-models.ts';

test.skip(process.platform === 'win32', 'The model process is found by ps.');

const chat = (page: Page) => page.getByRole('main', { name: 'Chat' });
const alert = (page: Page) => chat(page).getByRole('alert');

/** Of 500 tokens, so that it is being written still when its first words are on the screen. */
const saga = `The years of the saga: ${Array.from({ length: 500 }, (_, index) => 1100 + index).join(', ')}. Its end.`;
const firstYears = /1100, 1101/;
const end = 'Its end.';

async function ask(page: Page, question: string): Promise<void> {
  await chat(page).getByRole('textbox', { name: 'Question' }).fill(question);
  await page.keyboard.press('Enter');
}

/** Resolves in the moment in which an answer's first words are drawn. */
async function beginsToAnswer(page: Page): Promise<void> {
  await page.waitForFunction(
    (source) => new RegExp(source).test(document.querySelector('main')?.innerText ?? ''),
    firstYears.source,
  );
}

test.beforeEach(({ readArchive }) => readArchive());

test('tells when the model process is killed in the middle of an answer, and answers the next question', async ({
  openApp,
  cli,
  scratch,
}) => {
  const { chat: model } = await makeTestModels(join(scratch, 'models'), {
    chat: {
      rules: [
        { when: ['harbour'], say: 'The harbour was dredged in 1931 [1].' },
        { when: ['saga'], say: saga },
        { when: ['lighthouse'], say: 'Nine keepers tended it.' },
      ],
    },
  });
  expect((await cli('models', 'add', model)).code).toBe(0);
  const { page, pid } = await openApp();
  await page.goto(new URL('#/chat', page.url()).href);
  await ask(page, 'When was the harbour dredged?');
  await expect(chat(page)).toContainText('The harbour was dredged in 1931');
  const processes = await descendantsOf(pid, 'model-worker');
  expect(processes).toHaveLength(1);

  await ask(page, 'Tell the saga of the harbour, the whole saga.');
  await beginsToAnswer(page);
  for (const one of processes) process.kill(one, 'SIGKILL');
  await expect(alert(page)).toContainText('failed while it answered. The model process ended unexpectedly', {
    timeout: 5_000,
  });
  await expect(alert(page)).toContainText('Try again.');
  await expect(chat(page)).toContainText(firstYears);
  await expect(chat(page)).not.toContainText(end);
  await expectAccessible(page);

  await ask(page, 'Who kept the harbour and its lighthouse?');
  await expect(chat(page)).toContainText('Nine keepers tended it.');
  await expect(alert(page)).toHaveCount(0);
  const [started, ...others] = await descendantsOf(pid, 'model-worker');
  expect(others).toEqual([]);
  expect(processes).not.toContain(started);

  // What was written until then is kept, and said to be no whole answer.
  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('link', { name: 'Chat', exact: true }).click();
  await chat(page)
    .getByRole('link', { name: /harbour dredged/ })
    .click();
  await expect(chat(page)).toContainText(firstYears);
  await expect(chat(page)).toContainText('Stopped');
});
