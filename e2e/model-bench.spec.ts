import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeTexts } from '../electron/bench/texts-for-tests.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { bagOfWordsEmbedder } from './models/bag-of-words-embedder.ts';
import { scriptedChat } from './models/scripted-chat.ts';

const bench = (page: Page) => page.getByRole('region', { name: 'Model bench' });

async function openBench(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/models/bench';
  });
  await expect(bench(page)).toBeVisible();
}

test('finds the better embedding model on the owner’s files and gives it the role', async ({
  openApp,
  cli,
  scratch,
  shell,
}) => {
  writeTexts(join(scratch, 'texts'), 24);
  expect((await cli('ingest', join(scratch, 'texts'))).code).toBe(0);
  await writeFile(join(scratch, 'blunt.gguf'), bagOfWordsEmbedder({ dimensions: 8 }));
  await writeFile(join(scratch, 'sharp.gguf'), bagOfWordsEmbedder({ dimensions: 256 }));
  for (const name of ['blunt', 'sharp'])
    expect((await cli('models', 'add', join(scratch, `${name}.gguf`))).code).toBe(0);
  const app = await openApp();
  const { page } = app;
  await openBench(page);
  await expectAccessible(page);

  await bench(page).getByRole('button', { name: 'Questions…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Questions about your files' });
  await dialog.getByRole('button', { name: 'Make 10 from the library' }).click();
  await expect(dialog.getByRole('textbox', { name: /^Question about text/ })).toHaveCount(10);
  await expectAccessible(page);
  const first = dialog.getByRole('textbox', { name: /^Question about text/ }).first();
  const asked = await first.inputValue();
  await first.fill(`${asked} indeed`);
  await first.press('Enter');
  await expect(dialog.getByText('· yours')).toBeVisible();
  await dialog
    .getByRole('button', { name: /^Remove “/ })
    .last()
    .click();
  await expect(dialog.getByRole('textbox', { name: /^Question about text/ })).toHaveCount(9);
  await page.keyboard.press('Escape');

  await expect(bench(page)).toContainText('9 questions');
  await expect(bench(page).getByRole('button', { name: 'Compare' })).toBeDisabled();
  await bench(page)
    .getByRole('checkbox', { name: /blunt\.gguf/ })
    .check();
  await bench(page)
    .getByRole('checkbox', { name: /sharp\.gguf/ })
    .check();
  await bench(page).getByRole('button', { name: 'Compare' }).click();

  const verdict = bench(page).getByRole('status');
  await expect(bench(page)).toContainText('· Done', { timeout: 60_000 });
  await expect(verdict).toHaveText(
    /^Bag of words \(sharp\.gguf\) is better than Bag of words \(blunt\.gguf\) by 0\.\d+ nDCG@10/,
  );
  const table = bench(page).getByRole('table', { name: 'Results' });
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(table).toContainText('Keyword search');
  await bench(page).getByText('Item by item').click();
  await expect(bench(page).getByRole('table', { name: 'Item by item' }).getByRole('row')).toHaveCount(10);
  await expectAccessible(page);

  // The stand-in has no downloads.
  if (shell === 'browser') {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      bench(page).getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    expect((await readFile(await download.path(), 'utf8')).split('\r\n')).toHaveLength(1 + 27 + 1);
  }

  await table.getByRole('button', { name: 'Use Bag of words (sharp.gguf) for embedding' }).click();
  await expect(page.getByText('Bag of words (sharp.gguf) now serves for embedding.')).toBeVisible();
  await expect(page.getByText('Bag of words (sharp.gguf) now serves for embedding.')).toBeVisible();
  await app.close();
  const [serving] = JSON.parse((await cli('models', 'list', '--json')).stdout).filter(
    ({ serves }: { serves: string[] }) => serves.includes('embedding'),
  );
  expect(serving.path).toContain('sharp.gguf');
});

test('has answers judged blind, and tells then whose they are', async ({ openApp, cli, scratch }) => {
  writeTexts(join(scratch, 'texts'), 2);
  await writeFile(join(scratch, 'texts', 'harbour.txt'), 'The harbour was dredged in 1931 at a cost of 1,250 pounds.');
  expect((await cli('ingest', join(scratch, 'texts'))).code).toBe(0);
  for (const [name, say] of [
    ['exact', 'The harbour was dredged in 1931 [1].'],
    ['loose', 'Nobody knows about it.'],
  ] as const) {
    const path = join(scratch, `${name}.gguf`);
    await writeFile(path, scriptedChat({ rules: [{ when: ['harbour'], say }], otherwise: 'No.' }));
    expect((await cli('models', 'add', path)).code).toBe(0);
  }
  const { page } = await openApp();
  await openBench(page);
  await bench(page).getByRole('button', { name: 'Answers' }).click();
  await bench(page).getByRole('button', { name: 'Questions…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Questions about your files' });
  await dialog.getByRole('textbox', { name: 'Question', exact: true }).fill('When was the harbour dredged?');
  await dialog.getByRole('searchbox', { name: 'Search for what answers it' }).fill('harbour');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Choose harbour.txt' }).click();
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Question about harbour.txt' })).toHaveValue(
    'When was the harbour dredged?',
  );
  await page.keyboard.press('Escape');
  for (const name of [/exact\.gguf/, /loose\.gguf/]) await bench(page).getByRole('checkbox', { name }).check();
  await bench(page).getByRole('button', { name: 'Compare' }).click();
  await expect(bench(page)).toContainText('· Done', { timeout: 60_000 });
  await expect(bench(page).getByRole('status')).toHaveText('Judge the answers to find the winner.');

  await bench(page).getByRole('button', { name: 'Judge the answers' }).click();
  const judging = bench(page).getByRole('region', { name: 'Judge the answers' });
  await expect(judging).toContainText('0 of 1 judged');
  await expect(judging).not.toContainText('gguf');
  const isLeft = (await judging.getByRole('article', { name: 'Left answer' }).textContent())?.includes('1931');
  await judging.getByRole('button', { name: isLeft ? 'Left is better' : 'Right is better' }).click();
  await expect(judging.getByRole('article', { name: isLeft ? 'Left answer' : 'Right answer' })).toContainText(
    'exact.gguf',
  );
  await expect(judging).toContainText('1 of 1 judged');
  await expectAccessible(page);
  await judging.getByRole('button', { name: 'Close' }).click();
  await expect(bench(page).getByRole('status')).toHaveText(/^No clear winner in 1 comparison/);
  await expect(bench(page).getByRole('row', { name: /exact\.gguf/ })).toContainText('1.000');
});
