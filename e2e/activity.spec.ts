import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { pickPath } from './pick-path.ts';

/** Enough files that reading them can be watched. */
const MANY = 1500;

const activity = (page: Page) => page.getByRole('main', { name: 'Activity' });
const region = (page: Page, name: string) => activity(page).getByRole('region', { name });

async function writeLetters(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const letter = (number: number) =>
    writeFile(join(folder, `letter-${number}.txt`), `Letter ${number} about the light.`);
  await Promise.all(Array.from({ length: count }, (_, number) => letter(number)));
}

test('shows what could not be read by reason, opens it, and reads it again', async ({ openApp, scratch }) => {
  const folder = join(scratch, 'papers');
  await writeLetters(folder, 3);
  await writeFile(join(folder, 'torn.pdf'), '%PDF-1.7\nhalf of it is gone');
  await writeFile(join(folder, 'burnt.pdf'), '%PDF-1.4\nnothing can be made out');
  // More than are listed.
  for (let blank = 0; blank < 52; blank++) await writeFile(join(folder, `blank-${blank}.txt`), ' '.repeat(blank + 1));
  await symlink('nowhere', join(folder, 'old link'));
  const app = await openApp();
  const { page } = app;

  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(activity(page)).toContainText('Nothing has been read yet');
  await expectAccessible(page);
  await pickPath(app, folder, () => activity(page).getByRole('button', { name: 'Add a folder…' }).click());

  const finished = region(page, 'Finished').getByRole('listitem');
  await expect(finished).toHaveCount(1);
  await expect(finished).toContainText('papers');
  await expect(finished.getByRole('img', { name: 'Done' })).toBeVisible();

  const failed = region(page, 'Not read').getByRole('listitem').filter({ hasText: 'its structure cannot be read' });
  await expect(failed.first()).toContainText('torn.pdf');
  await expect(failed.first()).toContainText('2');
  const folded = region(page, 'Not read').getByRole('group');
  await expect(folded.nth(1)).toContainText('1 link, pipe or device that is no file (no error)');
  const others = folded.filter({ hasText: '52 files without readable content' });
  await expect(activity(page).getByText('blank-0.txt')).toBeHidden();
  await others.locator('summary').click();
  await expect(activity(page).getByText('blank-0.txt')).toBeVisible();
  await others.getByRole('button', { name: 'Show 47 more' }).click();
  await expect(others).toContainText('and 2 more with the same reason');
  const download = page.waitForEvent('download');
  await others.getByRole('button', { name: 'Save the list of all' }).click();
  const list = await readFile(await (await download).path(), 'utf8');
  expect(list.trim().split('\n')).toHaveLength(52);
  expect(list).toContain(join(folder, 'blank-51.txt'));
  await expectAccessible(page);

  await activity(page)
    .getByRole('link', { name: /torn\.pdf/ })
    .click();
  await expect(page.getByRole('main', { name: 'Viewer' })).toContainText('torn.pdf');
  await page.keyboard.press('Escape');
  await expect(activity(page)).toBeVisible();

  await failed.first().getByRole('button', { name: 'Read these again' }).click();
  await expect(page.getByText('2 files are being read again.')).toBeVisible();
  await expect(finished).toHaveCount(2);
  await expect(finished.first()).toContainText('2 failed');
  await expect(failed.first()).toContainText('torn.pdf');

  await failed.first().getByRole('button', { name: 'Ignore' }).click();
  await expect(page.getByText('2 files are ignored until they end for another reason.')).toBeVisible();
  await expect(region(page, 'Not read')).toContainText('2 files that you ignore');
  await expect(activity(page).getByText('torn.pdf')).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(failed.first()).toContainText('torn.pdf');

  await page
    .getByRole('contentinfo')
    .getByRole('link', { name: /searchable$/ })
    .click();
  const coverage = page.getByRole('main', { name: 'Coverage' });
  await expect(coverage.getByRole('row', { name: /^Could not be read/ })).toContainText('2');
  await expect(coverage.getByRole('row', { name: /^All items/ })).toContainText('57');
  await expectAccessible(page);
  await coverage.getByRole('button', { name: 'Could not be read' }).click();
  await expect(page.getByRole('main', { name: 'Library' })).toContainText('2 items');
  await page.getByRole('button', { name: 'Not found by content' }).click();
  await page.getByRole('button', { name: 'Clear filters' }).click();
});

test('finds what is missing again, and lets go of the rest', async ({ openApp, scratch, cli }) => {
  const folder = join(scratch, 'letters');
  const moved = join(scratch, 'moved');
  await writeLetters(folder, 5);
  expect((await cli('ingest', folder)).code).toBe(0);
  await mkdir(moved);
  await rename(join(folder, 'letter-0.txt'), join(moved, 'renamed.txt'));
  for (const gone of [1, 2, 3]) await rm(join(folder, `letter-${gone}.txt`));
  expect((await cli('ingest', folder)).code).toBe(0);
  const app = await openApp();
  const { page } = app;
  await page.goto(new URL('#/library/coverage', page.url()).href);
  await page.getByRole('button', { name: 'Missing items, counted apart' }).click();

  const missing = page.getByRole('main', { name: 'Missing' });
  const items = missing.getByRole('listitem');
  await expect(items).toHaveCount(4);
  await expectAccessible(page);
  await pickPath(app, moved, () => missing.getByRole('button', { name: 'Locate letter-0.txt' }).click());
  await expect(page.getByText(`${moved} is being looked through.`)).toBeVisible();
  await expect(items).toHaveCount(3);

  await missing.getByRole('button', { name: 'Remove letter-1.txt from the library' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('Remove “letter-1.txt” from the library?');
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('1 item was removed from the library.')).toBeVisible();
  await expect(items).toHaveCount(2);
  await missing.getByRole('button', { name: 'Remove all 2…' }).click();
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(missing).toContainText('Nothing is missing');
  await missing.getByRole('link', { name: 'Library' }).click();
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(2);
  await expect(page.getByRole('listbox').getByRole('option', { name: 'renamed.txt' })).toBeVisible();
});

test('holds a running job, goes on with it, and stops it', async ({ openApp, scratch }) => {
  const folder = join(scratch, 'letters');
  await writeLetters(folder, MANY);
  const app = await openApp();
  const { page } = app;
  await page.getByRole('link', { name: 'Activity' }).click();
  await pickPath(app, folder, () => activity(page).getByRole('button', { name: 'Add a folder…' }).click());

  const working = region(page, 'In progress');
  await working.getByRole('button', { name: 'Pause' }).click();
  await expect(working).toContainText('Paused');
  await expect(working.getByRole('row', { name: /^Identifying/ })).toContainText('/ 1,500');
  await expectAccessible(page);

  await working.getByRole('button', { name: 'Stop…' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText(folder);
  await expect(question).toContainText(/[1-9]\d* steps are left/);
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(working).toContainText('Paused');

  await working.getByRole('button', { name: 'Resume' }).click();
  await expect(working.getByRole('progressbar', { name: /^Reading, / })).toBeVisible();
  await working.getByRole('button', { name: 'Stop…' }).click();
  await question.getByRole('button', { name: 'Stop', exact: true }).click();

  await expect(region(page, 'Finished').getByRole('img', { name: 'Cancelled' })).toBeVisible();
  await expect(region(page, 'Not read')).toContainText('cancelled');
});
