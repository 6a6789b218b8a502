import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { protectedPdf } from '../electron/ingest/extractors/pdf/pdfs-for-tests.ts';
import { tar, zip } from '../electron/ingest/extractors/unpack/archives-for-tests.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';

const viewer = (page: Page) => page.getByRole('main', { name: 'Viewer' });

test('shows an archive as what is in it, where a file in it lies, and a protected PDF with its password', async ({
  openApp,
  scratch,
  cli,
}) => {
  const folder = join(scratch, 'papers');
  await mkdir(folder);
  const bytes = (text: string) => Buffer.from(`${text}\n`);
  const letters = {
    'letters/first.txt': bytes('The pilchards have come.'),
    'letters/second.txt': bytes('They have gone.'),
  };
  await writeFile(join(folder, 'estate.zip'), zip({ ...letters, 'maps.zip': zip({ 'chart.csv': bytes('a,b') }) }));
  const links = Array.from({ length: 30 }, (_, link) => ({ name: `links/${link}`, type: '2', link: 'log.txt' }));
  const whole = { name: 'log.txt', bytes: 'The pilchards are packed.\n' };
  await writeFile(join(folder, 'ship.tar'), tar([whole, { name: 'gaps.bin', type: 'S' }, ...links]));
  await writeFile(join(folder, 'sealed.pdf'), protectedPdf('The harbour is mined', 'anchor'));
  expect((await cli('ingest', folder)).stdout).toContain('3 files, and 36 in them,');

  const { page } = await openApp();
  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('listbox').getByRole('option', { name: 'estate.zip' }).dblclick();
  await expect(viewer(page).getByRole('heading', { name: 'Contains 4 files' })).toBeVisible();
  await page.keyboard.press('i');
  await expect(viewer(page).getByRole('complementary', { name: 'Inspector' })).toContainText('Contains 4 files');
  await expectAccessible(page);

  await viewer(page).getByRole('region').getByRole('link', { name: 'letters/first.txt' }).click();
  await expect(viewer(page).getByText('The pilchards have come.')).toBeVisible();
  const inspector = viewer(page).getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('estate.zip/letters/first.txt');
  await inspector.getByRole('link', { name: 'estate.zip' }).click();
  await viewer(page).getByRole('region').getByRole('button', { name: 'Show in library' }).click();
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(4);
  await page.getByRole('button', { name: 'Clear filters' }).click();

  await page.getByRole('listbox').getByRole('option', { name: 'ship.tar' }).dblclick();
  await expect(viewer(page).getByRole('region', { name: 'Contains 1 file' })).toBeVisible();
  await expect(inspector).toContainText('31 files in it could not be read');
  await expect(inspector).toContainText('It is a link or a device in an archive, not a file. 30');
  await expect(inspector).toContainText('gaps.bin');
  await expect(inspector.getByText('links/29')).toBeHidden();
  await inspector.getByRole('button', { name: 'Show 27 more' }).click();
  await expect(inspector.getByText('links/29')).toBeVisible();
  await expect(viewer(page).getByRole('region').getByText('links/19')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await page.getByRole('listbox').getByRole('option', { name: 'sealed.pdf' }).dblclick();
  const password = viewer(page).getByLabel('Password', { exact: true });
  await password.fill('wrong');
  await page.keyboard.press('Enter');
  await expect(viewer(page).getByRole('status')).toContainText('That is not the password of sealed.pdf.');
  await expectAccessible(page);
  await password.fill('anchor');
  await page.keyboard.press('Enter');
  await expect(viewer(page).getByText('The harbour is mined')).toBeVisible();
  await expect(inspector).toContainText('Ready');
});
