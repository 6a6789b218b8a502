import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';

/** Two pictures and three texts in two folders. */
async function makeFiles(folder: string): Promise<void> {
  await mkdir(join(folder, 'boats'), { recursive: true });
  const picture = (colour: string, width: number) =>
    sharp({ create: { width, height: 300, channels: 3, background: colour } })
      .jpeg()
      .toBuffer();
  await writeFile(join(folder, 'wide.jpg'), await picture('#335577', 800));
  await writeFile(join(folder, 'tall.jpg'), await picture('#aa7733', 200));
  await writeFile(join(folder, 'boats/sloop.txt'), 'A sloop has one mast and two sails.');
  await writeFile(join(folder, 'boats/yawl.md'), '# Yawl\n\nA yawl has a small mizzen abaft the rudder post.');
  await writeFile(join(folder, 'boats/log.csv'), 'day,miles\n1,40\n2,55\n');
}

const assets = (page: Page) => page.getByRole('listbox', { name: 'Items of the library' });

test.beforeEach(({ readFiles }) => readFiles(makeFiles));

test('shows what was read as a grid and as a list, narrowed by facets', async ({ openApp }) => {
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Library' }).click();
  await expect(page.getByRole('heading', { name: '5 items' })).toBeVisible();
  await expect(assets(page).getByRole('option')).toHaveCount(5);
  await expect(assets(page).getByRole('option', { name: 'sloop.txt' })).toContainText('one mast and two sails');
  await expectAccessible(page);

  await page.getByRole('button', { name: /^Images/ }).click();
  await expect(page.getByRole('heading', { name: '2 items' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('button', { name: /^boats/ }).click();
  await expect(page.getByRole('heading', { name: '3 items' })).toBeVisible();

  await page.getByRole('button', { name: 'List', exact: true }).click();
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(assets(page).getByRole('option')).toHaveText([/log\.csv/, /sloop\.txt/, /yawl\.md/]);
  await expectAccessible(page);
});

test('is worked by keys: moving, selecting, looking, tagging, opening and coming back', async ({ openApp }) => {
  const { page } = await openApp();
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await assets(page).focus();
  await page.keyboard.press('Home');
  const selected = assets(page).getByRole('option', { selected: true });
  await expect(selected).toHaveText([/log\.csv/]);
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selected).toHaveText([/log\.csv/, /sloop\.txt/]);
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(selected).toHaveCount(0);

  await page.keyboard.press('ArrowDown');
  await expect(selected).toHaveText([/tall\.jpg/]);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  const look = page.getByRole('dialog', { name: 'Quick look' });
  await expect(look).toContainText('one mast and two sails');
  await page.keyboard.press('Space');
  await expect(look).toBeHidden();
  await expect(assets(page)).toBeFocused();

  await page.keyboard.press('Control+a');
  await expect(page.getByText('5 selected')).toBeVisible();
  await page.keyboard.press('#');
  await expect(page.getByRole('combobox', { name: 'Tag' })).toBeFocused();
  await page.keyboard.type('harbour');
  await page.keyboard.press('Enter');
  await expect(page.getByText('“harbour” was put on 5 items.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^harbour/ })).toContainText('5');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: /^harbour/ })).toHaveCount(0);

  await page.keyboard.press('i');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const field = inspector.getByRole('combobox', { name: 'Add a tag' });
  const tag = inspector.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Remove tag fleet' }) });
  await assets(page).focus();
  await page.keyboard.press('Home');
  await field.fill('fleet');
  await page.keyboard.press('Enter');
  await expect(tag).toHaveText('fleet');
  await assets(page).focus();
  await page.keyboard.press('Control+a');
  await expect(inspector).toContainText('2 Images');
  await expect(tag).toHaveText('fleet1');
  await field.fill('fleet');
  await page.keyboard.press('Enter');
  await expect(tag).toHaveText('fleet');
  await expectAccessible(page);
  // Where there is little room, all that can be done with a selection is still in sight.
  await page.setViewportSize({ width: 1024, height: 768 });
  const bar = page.getByRole('toolbar', { name: '5 selected' });
  const [edge, last] = await Promise.all([bar.boundingBox(), bar.getByRole('button').last().boundingBox()]);
  expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThan((edge?.x ?? 0) + (edge?.width ?? 0));
  await page.setViewportSize({ width: 1280, height: 800 });
  await tag.getByRole('button').click();
  await expect(tag).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(tag).toHaveText('fleet');
  await assets(page).focus();
  await page.keyboard.press('i');

  await assets(page).focus();
  await page.keyboard.press('End');
  await expect(selected).toHaveText([/yawl\.md/]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: 'Viewer' })).toContainText('a small mizzen');
  await page.keyboard.press('Escape');
  await expect(selected).toHaveText([/yawl\.md/]);
});

test('offers the same actions in the menu as by keys', async ({ openApp }) => {
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Library' }).click();
  await assets(page).getByRole('option', { name: 'wide.jpg' }).click({ button: 'right' });
  await expect(page.getByRole('menuitem')).toHaveText(
    [/Open/, /Quick look/, /Add a tag/, /Suggest tags/, /Read pages/, /Copy path/, /.*/].slice(
      0,
      await page.getByRole('menuitem').count(),
    ),
  );
  await page.getByRole('menuitem', { name: /Open/ }).click();
  await expect(page.getByRole('main', { name: 'Viewer' })).toContainText('wide.jpg');
});

test('goes to a name that is typed, and on to the next one with the same letter', async ({ openApp }) => {
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Library' }).click();
  const selected = assets(page).getByRole('option', { selected: true });
  for (const layout of ['Grid', 'List']) {
    await page.getByRole('button', { name: layout, exact: true }).click();
    await assets(page).focus();
    await page.keyboard.type('ta');
    await expect(assets(page).getByRole('option', { name: 'tall.jpg', selected: true })).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await assets(page).focus();
  await page.keyboard.type('W');
  await expect(selected).toHaveText([/wide\.jpg/]);
  // Escape deselects, then leaves the list: the letters are the window's again, and an arrow comes back.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowUp');
  await expect(assets(page)).toBeFocused();
  await expect(selected).toHaveText([/tall\.jpg/]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByRole('main', { name: 'Search' })).toBeVisible();
});

test('lays its panes over the items where the window is narrow', async ({ openApp }) => {
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Library' }).click();
  const filters = page.getByRole('navigation', { name: 'Filters' });
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(filters).toBeVisible();
  await page.setViewportSize({ width: 800, height: 600 });
  await expect(filters).toBeHidden();
  const width = async () => (await assets(page).boundingBox())?.width;
  const all = await width();
  await page.getByRole('button', { name: 'Show or hide the filters' }).click();
  await expect(filters).toBeVisible();
  expect(await width()).toBe(all);
  await page.getByRole('button', { name: 'Close' }).click({ position: { x: 600, y: 300 } });
  await expect(filters).toBeHidden();
  await page.getByRole('button', { name: 'Inspector' }).click();
  await expect(inspector).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(inspector).toBeHidden();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(filters).toBeVisible();
});

test('shows the columns that were chosen in the list, and those that have room', async ({ openApp }) => {
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('button', { name: 'List', exact: true }).click();
  const wide = assets(page).getByRole('option', { name: 'wide.jpg' });
  await expect(wide).not.toContainText('800 × 300');
  await page.getByRole('button', { name: 'Choose the columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Dimensions' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Kind' }).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(wide).toContainText('800 × 300');
  await expect(wide).not.toContainText('Image');
  await page.reload();
  await expect(wide).toContainText('800 × 300');
  await page.setViewportSize({ width: 600, height: 600 });
  await expect(wide).toContainText('wide.jpg');
  await expect(wide).not.toContainText('800 × 300');
});

test('drags items onto a tag, or to a new one', async ({ openApp }) => {
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Library' }).click();
  const sloop = assets(page).getByRole('option', { name: 'sloop.txt' });
  const filters = page.getByRole('navigation', { name: 'Filters' });
  const begin = async () => {
    await sloop.hover();
    await page.mouse.down();
    await page.mouse.move(400, 300, { steps: 4 });
  };
  await begin();
  await filters.getByText('New tag…').hover();
  await page.mouse.up();
  await expect(page.getByRole('dialog', { name: 'Tag 1 item' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Tag' }).fill('boats');
  await page.keyboard.press('Enter');
  await expect(filters.getByText('New tag…')).toHaveCount(0);
  const tag = filters.getByRole('button', { name: /^boats 1$/ }).first();
  await expect(tag).toBeVisible();

  await assets(page).getByRole('option', { name: 'yawl' }).dragTo(tag);
  await expect(page.getByText('“boats” was put on 1 item.').last()).toBeVisible();
  await expect(filters.getByRole('button', { name: /^boats 2$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(tag).toBeVisible();
});

test('goes through the years at its right edge, under the header of each month', async ({ openApp, cli, scratch }) => {
  const folder = join(scratch, 'years');
  await mkdir(folder);
  for (let month = 0; month < 48; month++) {
    const file = join(folder, `note-${month}.txt`);
    await writeFile(file, `Note number ${month}.`);
    const date = new Date(Date.UTC(2001 + Math.floor(month / 12), month % 12, 15));
    await utimes(file, date, date);
  }
  expect((await cli('ingest', folder)).code).toBe(0);
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Library' }).click();
  const scrubber = page.getByTestId('scrubber');
  await expect(scrubber.getByText('2004', { exact: true })).toBeVisible();
  await expect(scrubber.getByText('2001', { exact: true })).toBeVisible();
  const box = await scrubber.boundingBox();
  if (!box) throw new Error('The scrubber has no box.');
  const middle = box.x + box.width / 2;
  await page.mouse.move(middle, box.y + box.height * 0.5);
  await expect(scrubber.getByText(/^[A-Z][a-z]+ 200[23]$/)).toBeVisible();
  await page.mouse.down();
  await page.mouse.move(middle, box.y + box.height - 1, { steps: 5 });
  await page.mouse.up();
  await expect(assets(page).getByRole('option', { name: 'note-0.txt' })).toBeInViewport();
  await expect(scrubber.getByText('January 2001')).toBeVisible();
});
