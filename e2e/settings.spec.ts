import { copyFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { shippedPath } from '../electron/ingest/language-data.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { pickPath } from './pick-path.ts';

const settings = (page: Page) => page.getByRole('main', { name: 'Settings' });
const section = (page: Page, name: string) => settings(page).getByRole('region', { name });
const open = (page: Page) => page.getByRole('link', { name: 'Settings' }).click();

test('adds a folder and takes it out again without touching its files', async ({ openApp, scratch }) => {
  const folder = join(scratch, 'papers');
  await mkdir(folder);
  await writeFile(join(folder, 'a.txt'), 'The light was lit in 1874.');
  await writeFile(join(folder, 'b.txt'), 'The light went out in 1931.');
  const app = await openApp();
  const { page } = app;
  await open(page);
  const folders = section(page, 'Folders');
  await expect(folders).toContainText('No folder yet');
  await expectAccessible(page);

  await pickPath(app, folder, () => folders.getByRole('button', { name: 'Add a folder…' }).click());
  await expect(folders.getByRole('listitem')).toContainText(['2 files']);

  await rename(folder, `${folder}-elsewhere`);
  await page.reload();
  await expect(folders.getByRole('listitem')).toContainText(['Nothing was removed']);
  await rename(`${folder}-elsewhere`, folder);
  await page.reload();

  await folders.getByRole('button', { name: /^Remove / }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText(`${folder} with 2 files`);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(folders.getByRole('listitem')).toHaveCount(1);
  await folders.getByRole('button', { name: /^Remove / }).click();
  await question.getByRole('button', { name: 'Remove folder' }).click();
  await expect(folders.getByRole('listitem')).toHaveCount(0);
  expect(await readdir(folder)).toEqual(['a.txt', 'b.txt']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(folders.getByRole('listitem')).toContainText(['2 files']);
});

test('leads on to the models', async ({ openApp }) => {
  const { page } = await openApp();
  await open(page);
  await section(page, 'Models').getByRole('button', { name: 'Go to the models' }).click();
  await expect(page.getByRole('main', { name: 'Models' })).toBeVisible();
});

test('sets where bytes may go, and shows what asked to leave', async ({ openApp }) => {
  const { page } = await openApp();
  await open(page);
  const network = section(page, 'Network');
  const statusBar = page.getByRole('contentinfo');
  await expect(statusBar.getByRole('link', { name: 'Air-gapped' })).toBeVisible();
  await expect(network).toContainText('Nothing has asked to leave');

  await network.getByRole('button', { name: 'Boundary' }).click();
  await expect(statusBar.getByRole('link', { name: 'Boundary' })).toBeVisible();
  const hosts = network.getByRole('list', { name: 'Allowed hosts' }).getByRole('listitem');
  await network.getByRole('textbox', { name: 'Host to allow' }).fill('http://not-a-host/');
  await network.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is not a host' })).toBeVisible();
  await network.getByRole('textbox', { name: 'Host to allow' }).fill('llm.example:8000');
  await page.keyboard.press('Enter');
  await expect(hosts).toHaveText(['llm.example:8000']);
  await expect(network.getByRole('textbox', { name: 'Host to allow' })).toHaveValue('');
  await expectAccessible(page);

  await expect(network.getByRole('row')).toHaveCount(3);
  await network.getByRole('button', { name: 'Verify the log' }).click();
  await expect(network.getByRole('status')).toContainText('All 2 lines are as they were written');
  await network.getByRole('button', { name: 'No longer allow llm.example:8000' }).click();
  await expect(hosts).toHaveCount(0);
});

test('keeps theme and languages, and finds settings by their words', async ({ openApp, scratch }) => {
  const app = await openApp();
  const { page } = app;
  await open(page);
  await section(page, 'Appearance').getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  const languages = section(page, 'Reading').getByRole('list', { name: 'Languages of scans' }).getByRole('listitem');
  const before = await languages.allTextContents();
  await section(page, 'Reading').getByRole('button', { name: 'Add Français' }).click();
  await expect(languages).toHaveText([...before, 'Français']);
  await section(page, 'Reading').getByRole('button', { name: 'Move Français up' }).click();
  await expect(languages.nth(-2)).toHaveText('Français');

  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(languages.nth(-2)).toHaveText('Français');
  for (const name of before)
    await section(page, 'Reading')
      .getByRole('button', { name: `Remove ${name}` })
      .click();
  await expect(languages).toHaveText(['Français']);
  await expect(
    section(page, 'Reading').getByRole('button', { name: 'At least one language is needed' }),
  ).toBeDisabled();

  const reading = section(page, 'Reading');
  const data = join(scratch, 'letters.traineddata.gz');
  await copyFile(shippedPath('fra'), data);
  await pickPath(app, data, () => reading.getByRole('button', { name: 'Add a language…' }).click());
  await expect(reading.getByRole('list', { name: 'Added languages' })).toContainText('letters');
  await reading.getByRole('button', { name: 'Remove the data for Letters' }).click();
  await expect(reading.getByRole('list', { name: 'Added languages' })).toBeHidden();

  await reading.getByRole('button', { name: 'By their script' }).click();
  await expect(reading).toContainText('The script of each page is found first');
  await reading.getByRole('button', { name: 'For a tag…' }).click();
  await page.getByRole('combobox', { name: 'Tag' }).fill('abroad');
  await page.getByRole('button', { name: 'Next' }).click();
  const dialog = page.getByRole('dialog', { name: 'Languages of scans tagged “abroad”' });
  await dialog.getByRole('button', { name: 'In these languages' }).click();
  await dialog.getByRole('button', { name: 'Add English' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  const others = reading.getByRole('list', { name: 'Other languages' });
  await expect(others.getByRole('listitem')).toHaveText(/Tag “abroad”Français, English/);

  await page.getByRole('searchbox', { name: 'Find a setting' }).fill('telemetry');
  await expect(settings(page).getByRole('region')).toHaveCount(1);
  await expect(section(page, 'About')).toContainText('No usage reports');
  await page.getByRole('searchbox', { name: 'Find a setting' }).fill('warp drive coil');
  await settings(page).getByRole('button', { name: 'Show all settings' }).click();
  await expect(settings(page).getByRole('region')).toHaveCount(7);
});
