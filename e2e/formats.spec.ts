import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { bookPage, epub, navigation } from '../electron/ingest/extractors/book/books-for-tests.ts';
import { bmpAround, packRows } from '../electron/ingest/extractors/image/bitmaps-for-tests.ts';
import { sidecars } from '../electron/ingest/extractors/xmp/sidecars-for-tests.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';

const screen = (page: Page) => page.getByRole('main', { name: 'Search' });
const viewer = (page: Page) => page.getByRole('main', { name: 'Viewer' });
const line = (page: Page, text: string) => viewer(page).getByTestId('text-view').getByText(text);

async function find(page: Page, query: string) {
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.getByRole('textbox', { name: 'Search or ask' }).fill(query);
  await page.keyboard.press('Enter');
  return screen(page).getByRole('listbox').getByRole('option').first();
}

const filler = Array.from({ length: 80 }, (_, day) => `<p>Day ${day}: nothing happened.</p>`).join('');
const book = epub({
  'nav.xhtml': navigation(['The lamp', 'one.xhtml'], ['The wreck', 'one.xhtml#wreck']),
  'one.xhtml': bookPage(
    `<h1>The lamp</h1>${filler}<h1 id="wreck">The wreck</h1><p>The corvette lies at nine fathoms.</p>`,
  ),
});
const subtitles = Array.from(
  { length: 90 },
  (_, index) =>
    `${index + 1}\n00:${String(index).padStart(2, '0')}:00,000 --> 00:${String(index).padStart(2, '0')}:20,000\n${
      index === 70 ? 'The astrolabe was lost overboard.' : 'The sea is calm, and we go on to the north of the islands.'
    }\n`,
).join('\n');
const event = `BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Regatta of the dinghies\nDTSTART:20240503T100000Z\nLOCATION:North quay\nEND:VEVENT\nEND:VCALENDAR\n`;
const bitmap = bmpAround(
  { width: 90, height: 60, bits: 24 },
  packRows(
    Array.from({ length: 60 }, () => Array.from({ length: 90 }, () => 0x3355aa)),
    24,
  ),
);

test('opens books by chapter, subtitles by time, events by what they are called and people by their faces', async ({
  openApp,
  scratch,
  cli,
}) => {
  const folder = join(scratch, 'formats');
  await mkdir(folder);
  await writeFile(join(folder, 'book.epub'), book);
  await writeFile(join(folder, 'voyage.srt'), subtitles);
  await writeFile(join(folder, 'regatta.ics'), event);
  await writeFile(join(folder, 'blue.bmp'), bitmap);
  await writeFile(join(folder, 'blue.bmp.xmp'), sidecars.digiKam);
  expect((await cli('ingest', folder)).code).toBe(0);
  const { page } = await openApp();

  const chapter = await find(page, 'corvette fathoms');
  await expect(chapter).toContainText('The wreck');
  await chapter.dblclick();
  await expect(line(page, 'The corvette lies at nine fathoms.')).toBeInViewport();
  await expectAccessible(page);

  const said = await find(page, 'astrolabe');
  await expect(said).toContainText('1:10:00');
  await said.dblclick();
  await expect(line(page, '1:10:00 The astrolabe was lost overboard.')).toBeInViewport();
  await expectAccessible(page);

  const regatta = await find(page, 'dinghies quay');
  await expect(regatta).toContainText('Regatta of the dinghies');
  await regatta.dblclick();
  await expect(line(page, 'When: Friday 3 May 2024, 10:00 (UTC)')).toBeInViewport();

  await page.getByRole('link', { name: 'Library' }).click();
  const tile = page.getByRole('listbox').getByRole('option', { name: 'blue.bmp' });
  await expect(tile.getByRole('img')).toBeVisible();

  await tile.dblclick();
  const face = viewer(page).getByRole('list', { name: 'Faces in the picture' }).getByRole('link');
  await expect(face).toHaveText('Ada Vasseur');
  await expectAccessible(page);
  await viewer(page).getByRole('button', { name: 'Show faces' }).click();
  await expect(face).toBeHidden();
  await viewer(page).getByRole('button', { name: 'Show faces' }).click();
  await face.click();
  await expect(screen(page).getByRole('listbox').getByRole('option').first()).toContainText('Ada Vasseur');
});
