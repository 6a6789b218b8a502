import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';

const viewer = (page: Page) => page.getByRole('main', { name: 'Viewer' });

async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('listbox').getByRole('option', { name }).dblclick();
  await expect(viewer(page)).toBeVisible();
}

test.beforeEach(({ readArchive }) => readArchive());

test('shows a PDF by its pages, finds in it, and zooms', async ({ openApp }) => {
  const { page } = await openApp();
  await open(page, 'Harbour report');
  await expect(viewer(page).getByText('The board met in the spring.')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('dredged');
  await page.keyboard.press('Enter');
  await expect(viewer(page)).toContainText('1 of 1');
  await expect(viewer(page).getByLabel('Page number')).toHaveValue('3');
  await page.keyboard.press('Escape');
  // The outline goes to the place on the page, and shows which section that is.
  const outline = viewer(page).getByRole('navigation', { name: 'Contents' });
  for (const section of ['The harbour', 'Its dredging']) {
    await outline.getByRole('button', { name: section }).click();
    await expect(outline.getByRole('button', { name: section })).toHaveAttribute('aria-current', 'location');
  }
  const zoom = viewer(page).getByText(/^\d+%$/);
  const before = Number.parseInt(await zoom.innerText(), 10);
  await page.keyboard.press('+');
  await expect.poll(async () => Number.parseInt(await zoom.innerText(), 10)).toBeGreaterThan(before);
});

test('shows the words of a scan to be read and copied', async ({ openApp }) => {
  const { page } = await openApp();
  await open(page, 'notice.png');
  await viewer(page).getByRole('button', { name: 'Show text' }).click();
  await expect(viewer(page).getByTestId('ocr-text')).toContainText(/lantern\s+is\s+extinguished/);
  await expectAccessible(page);

  // How surely it was read, and in which languages: others are chosen for it, and it is read again in these.
  await viewer(page).getByRole('button', { name: 'Inspector' }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText(/Confidence9\d%/);
  await expect(inspector).toContainText('as everywhere in the library');
  await inspector.getByRole('button', { name: 'Languages of scans…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Languages of notice.png' });
  await dialog.getByRole('button', { name: 'In these languages' }).click();
  await dialog.getByRole('button', { name: 'Add Français' }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('status')).toHaveText('1 page of 1 file was read in other languages.');
  await dialog.getByRole('button', { name: 'Read it again' }).click();
  await expect(inspector).toContainText('chosen for this file');
  await expect(inspector).toContainText(/Recognised texttesseract[^·]+·[^·]*languages eng \+ fra/);
});

test('renders Markdown without its scripts and its remote pictures', async ({ openApp }) => {
  const { page } = await openApp();
  await open(page, 'diary');
  await expect(viewer(page).getByRole('heading', { name: 'Diary of the keeper' }).last()).toBeVisible();
  await expect(viewer(page).getByRole('cell', { name: 'new lens' })).toBeVisible();
  expect(await page.evaluate(() => 'intruded' in window)).toBe(false);
  await expect(viewer(page).locator('img[src^="http"]')).toHaveCount(0);
  await expectAccessible(page);
});

test('shows a table as cells, and tags through the inspector', async ({ openApp }) => {
  const { page } = await openApp();
  await open(page, 'tides.csv');
  await expect(viewer(page).getByText('metres')).toBeVisible();
  await page.keyboard.press('i');
  const inspector = viewer(page).getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('SHA-256');
  await inspector.getByRole('combobox', { name: 'Add a tag' }).fill('ice');
  await page.keyboard.press('Enter');
  const remove = inspector.getByRole('button', { name: 'Remove tag ice' });
  await remove.click();
  await expect(remove).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(remove).toBeVisible();
  await expectAccessible(page);
});

test('goes through its neighbours and comes back', async ({ openApp }) => {
  const { page } = await openApp();
  await open(page, 'notice.png');
  // A document may have headings of its own, below the viewer's.
  const title = viewer(page).getByRole('heading', { level: 1 }).first();
  const first = await title.innerText();
  await viewer(page)
    .getByRole('button', { name: /^(Next|Previous) result$/, disabled: false })
    .first()
    .click();
  await expect(title).not.toHaveText(first);
  const second = await title.innerText();
  await viewer(page).getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('main', { name: 'Library' })).toBeVisible();
  const selected = page.getByRole('listbox').getByRole('option', { selected: true });
  await expect(selected).toHaveCount(1);
  await selected.dblclick();
  await expect(title).toHaveText(second);
});

test('says so when a link leads to what is not in the library', async ({ openApp }) => {
  const { page } = await openApp();
  for (const id of ['0'.repeat(64), 'nonsense']) {
    await page.goto(new URL(`#/asset/${id}`, page.url()).href);
    await expect(viewer(page)).toContainText('This is not in the library');
    await viewer(page).getByRole('button', { name: 'Back' }).last().click();
    await expect(page.getByRole('main', { name: 'Library' })).toBeVisible();
  }
});

test('shows a mail with its headers told apart', async ({ openApp }) => {
  const { page } = await openApp();
  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('listbox').getByRole('option').filter({ hasText: 'Mail' }).dblclick();
  await expect(viewer(page).getByText('From:', { exact: true })).toBeVisible();
  await expectAccessible(page);
});
