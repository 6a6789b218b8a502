import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { pickPath } from './pick-path.ts';

const screen = (page: Page) => page.getByRole('main', { name: 'Search' });
const viewer = (page: Page) => page.getByRole('main', { name: 'Viewer' });

async function search(page: Page, query: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.getByRole('textbox', { name: 'Search or ask' }).fill(query);
  await page.keyboard.press('Enter');
}

test.beforeEach(({ readArchive }) => readArchive());

test('finds text in pages, scans, tables and mail, and opens each on the spot', async ({ openApp }) => {
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Search', exact: true }).click();
  await expectAccessible(page);

  await search(page, 'when was the harbour dredged?');
  const results = screen(page).getByRole('listbox');
  const first = results.getByRole('option').first();
  await expect(first).toContainText('page 3');
  await expect(first.locator('mark').first()).toHaveText(/harbour|dredged/);
  await expect(screen(page).getByRole('complementary')).toContainText('dredged');
  await expectAccessible(page);
  await first.dblclick();
  await expect(viewer(page).getByLabel('Page number')).toHaveValue('3');
  await page.keyboard.press('Escape');
  await expect(results).toBeVisible();

  await search(page, 'lantern extinguished');
  await expect(results.getByRole('option').first()).toContainText('image region');
  await results.getByRole('option').first().dblclick();
  await expect(viewer(page).getByTestId('anchor-boxes').first()).toBeAttached();
  await expect(viewer(page)).toContainText('2 matches');

  await search(page, '"stuck by ice"');
  // What the search before found stands until the new results come.
  await expect(results.getByRole('option').first()).toContainText('stuck by ice');
  await expect(results.getByRole('option')).toHaveCount(1);
  await results.getByRole('option').first().dblclick();
  await expect(viewer(page).getByText('gauge stuck by ice')).toBeVisible();

  await search(page, 'bell buoy drifted type:mail');
  await expect(results.getByRole('option').first()).toContainText('buoy');
  await results.getByRole('option').first().dblclick();
  await expect(viewer(page)).toContainText('half a mile to the east');
});

test('narrows by kind, says what is wrong with a query, and what could not be found', async ({ openApp }) => {
  const { page } = await openApp();
  await search(page, 'the harbour lighthouse');
  const results = screen(page).getByRole('listbox');
  await expect(results.getByRole('group')).toHaveCount(2);
  await screen(page).getByRole('button', { name: 'PDF' }).click();
  await expect(results.getByRole('group')).toHaveCount(1);
  await expect(page.getByRole('textbox', { name: 'Search or ask' })).toHaveValue('the harbour lighthouse type:pdf');

  await search(page, 'zeppelin');
  await expect(screen(page)).toContainText('zeppelin');
  await expect(screen(page).getByRole('listbox')).toHaveCount(0);
  await search(page, 'harbour type:boat');
  await expect(screen(page).getByRole('alert')).toContainText('boat');
});

test('shows results while one types, and moves through them by keys', async ({ openApp }) => {
  const { page } = await openApp();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.keyboard.press('/');
  await page.keyboard.type('ferry pilot');
  const results = screen(page).getByRole('listbox');
  await expect(results.getByRole('option').first()).toContainText('ferry');
  await page.keyboard.press('ArrowDown');
  await expect(results).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(viewer(page)).toContainText('Nobody saw the pilot leave');
});

test('offers on a hit what the library offers on an item, and goes on by J and K', async ({ openApp }) => {
  const { page } = await openApp();
  await search(page, 'the harbour lighthouse');
  const options = screen(page).getByRole('listbox').getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await screen(page).getByRole('listbox').focus();
  await page.keyboard.press('j');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('k');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('Space');
  const look = page.getByRole('dialog', { name: 'Quick look' });
  await expect(look.getByRole('heading').first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  await expect(look).toBeHidden();
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');

  await options.last().click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: /Copy path/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: /Add a tag/ }).click();
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type('light');
  await page.keyboard.press('Enter');
  await expect(page.getByText('“light” was put on 1 item.')).toBeVisible();
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
});

test('looks again for what was not found as the library grows, and offers to where something was', async ({
  openApp,
  scratch,
}) => {
  const folder = join(scratch, 'boats');
  await mkdir(folder);
  await writeFile(join(folder, 'yawl.txt'), 'A yawl lay in the harbour. A zeppelin flew over it.');
  const app = await openApp();
  const { page } = app;
  const results = screen(page).getByRole('listbox');
  await search(page, 'zeppelin');
  await expect(screen(page)).toContainText('Nothing found for “zeppelin”');
  await pickPath(app, folder, async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('add a folder');
    await page.keyboard.press('Enter');
  });
  await expect(results.getByRole('option')).toContainText(['zeppelin']);

  await search(page, 'harbour');
  await expect(results.getByRole('option').first()).toBeVisible();
  const again = screen(page).getByRole('button', { name: 'The library has changed: search again' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('look for new');
  await writeFile(join(folder, 'ketch.txt'), 'A ketch came into the harbour.');
  await page.keyboard.press('Enter');
  // It may be offered once before the new file is read.
  await expect(async () => {
    await again.click();
    await expect(results.getByText('ketch').first()).toBeVisible({ timeout: 1000 });
  }).toPass();
});
