import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';

test('picks a folder by keys alone, and says what cannot be opened', async ({ openApp, scratch }) => {
  for (const name of ['letters', 'logs', 'maps/coast'])
    await mkdir(join(scratch, 'archive', name), { recursive: true });
  await writeFile(join(scratch, 'archive/maps/coast/reef.txt'), 'The reef lies two cables off.');
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Add a folder…' }).click();
  const picker = page.getByRole('dialog', { name: 'Add a folder' });
  const list = picker.getByRole('listbox');
  const field = picker.getByRole('textbox', { name: 'Path' });
  const chosen = list.getByRole('option', { selected: true });
  await expect(list).toBeFocused();

  await page.keyboard.type('/');
  await expect(field).toBeFocused();
  await field.fill(join(scratch, 'nowhere'));
  await page.keyboard.press('Enter');
  await expect(picker.getByRole('alert')).toContainText(join(scratch, 'nowhere'));
  await expectAccessible(page);

  await field.fill(join(scratch, 'archive'));
  await page.keyboard.press('Enter');
  await expect(picker.getByRole('alert')).toHaveCount(0);
  await expect(list.getByRole('option')).toHaveText(['letters', 'logs', 'maps']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(chosen).toHaveText('maps');
  await page.keyboard.type('lo');
  await expect(chosen).toHaveText('logs');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('option')).toHaveText(['coast']);
  await page.keyboard.press('Backspace');
  await expect(chosen).toHaveText('maps');

  await page.keyboard.press('Escape');
  await expect(picker).toBeHidden();
  await page.getByRole('button', { name: 'Add a folder…' }).click();
  await expect(field).toHaveValue(join(scratch, 'archive'));
  // A single file can be added by its path.
  await field.fill('maps/coast/reef.txt');
  await page.keyboard.press('Enter');
  await expect(picker).toBeHidden();
  await expect(page.getByRole('region', { name: 'Folders' }).getByRole('listitem')).toContainText(['reef.txt']);
});
