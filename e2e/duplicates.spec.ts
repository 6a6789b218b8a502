import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { sidecars } from '../electron/ingest/extractors/xmp/sidecars-for-tests.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';

const drawing = (x: number, sky: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><rect width="900" height="600" fill="${sky}"/><rect y="${300 + x / 3}" width="900" height="400" fill="#357"/><rect x="${x}" y="${x / 2}" width="160" height="300" fill="#432"/><circle cx="${870 - x}" cy="110" r="70" fill="#fd8"/></svg>`,
  );

test('shows what is the same and nearly so, and remembers what is not', async ({ openApp, scratch, cli }) => {
  const folder = join(scratch, 'photos');
  await mkdir(join(folder, 'backup'), { recursive: true });
  const pier = await sharp(drawing(60, '#9bd')).jpeg({ quality: 92 }).toBuffer();
  await writeFile(join(folder, 'Pier at noon.jpg'), pier);
  await writeFile(join(folder, 'Pier at noon.jpg.xmp'), sidecars.digiKam);
  await writeFile(join(folder, 'backup/Pier at noon (1).jpg'), pier);
  await writeFile(join(folder, 'Pier for the web.webp'), await sharp(pier).resize(400).webp().toBuffer());
  await writeFile(join(folder, 'Pier, warmer.png'), await sharp(pier).modulate({ hue: 8 }).png().toBuffer());
  await writeFile(join(folder, 'Lamp.png'), await sharp(drawing(420, '#fdb')).png().toBuffer());
  expect((await cli('ingest', folder)).code).toBe(0);

  const { page } = await openApp();
  await page.goto(new URL('#/library', page.url()).href);
  await page.getByRole('button', { name: 'Duplicates' }).click();
  const screen = page.getByRole('main', { name: 'Duplicates' });
  await page.getByRole('button', { name: 'Look again' }).click();
  const group = screen.getByRole('listitem').filter({ hasText: 'pictures that look alike' });
  await expect(group.getByRole('link')).toHaveCount(3);
  await expect(group.getByRole('link').first()).toContainText('Largest');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Same bytes' }).click();
  await expect(screen.getByText('in 2 places')).toBeVisible();
  await page.getByRole('button', { name: 'Nearly the same' }).click();
  await group.getByRole('button', { name: 'Not duplicates' }).click();
  await expect(screen.getByText('No duplicates')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(group).toBeVisible();

  await group.getByRole('link').filter({ hasText: 'Pier at noon' }).click();
  await expect(page.getByTestId('image-frame')).toBeVisible();
  await page.keyboard.press('i');
  const details = page.getByRole('complementary', { name: 'Inspector' });
  await expect(details.getByText('★★')).toBeVisible();
  await expect(details.getByText('Ada Vasseur')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(screen).toBeVisible();
});
