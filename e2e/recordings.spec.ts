import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';

const subtitles = `WEBVTT

00:01.000 --> 00:03.000
The lamp was lit.

00:06.000 --> 00:09.000
The lens arrived in forty-two crates.
`;

function makeRecordings(folder: string): void {
  mkdirSync(folder);
  const at = (name: string) => join(folder, name);
  const ffmpeg = (...args: string[]) => execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
  const picture = (seconds: number) => ['-f', 'lavfi', '-i', `testsrc=size=320x180:rate=10:duration=${seconds}`];
  const tone = (seconds: number) => ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`];
  const vtt = join(folder, '..', 'lines.vtt');
  writeFileSync(vtt, subtitles);
  const speedy = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus', '-c:s', 'webvtt'];
  ffmpeg(...picture(10), ...tone(10), '-i', vtt, '-map', '0', '-map', '1', '-map', '2', ...speedy, at('talk.webm'));
  ffmpeg(...picture(2), '-c:v', 'prores', at('camera.mov'));
}

const player = (page: Page) => page.getByRole('region', { name: 'Player' });
const video = (page: Page) => player(page).locator('video');
const timeOf = (page: Page) => video(page).evaluate((element: HTMLVideoElement) => element.currentTime);

async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('listbox').getByRole('option', { name }).dblclick();
  await expect(player(page)).toBeVisible();
}

test.skip(spawnSync('ffmpeg', ['-version']).status !== 0, 'There is no ffmpeg on this machine.');

test('plays a recording at what was found in it, and makes a copy of what a window cannot play', async ({
  openApp,
  cli,
  scratch,
}) => {
  const folder = join(scratch, 'recordings');
  makeRecordings(folder);
  expect((await cli('ingest', folder)).stdout).toContain('2 ready');
  const { page } = await openApp();

  await page.getByRole('link', { name: 'Library' }).click();
  // The length of a recording stands clear of the mark that selects it.
  const tile = page.getByRole('listbox').getByRole('option', { name: 'talk' });
  await tile.hover();
  const length = await tile.getByText('0:10').boundingBox();
  const mark = await tile.locator('[data-check]').boundingBox();
  expect((mark?.y ?? 0) + (mark?.height ?? 0)).toBeLessThan(length?.y ?? 0);

  await page.goto(new URL('#/search?q=crates', page.url()).href);
  await page.getByRole('option', { name: /crates/ }).dblclick();
  const lines = page.getByRole('region', { name: 'What is in the recording' });
  await expect(lines.getByRole('listitem')).toHaveText([/The lamp was lit/, /forty-two crates/]);
  // Two seconds before it is said; the file is read from there, by its ranges.
  await expect.poll(() => timeOf(page)).toBeCloseTo(4, 1);
  await expectAccessible(page);

  await page.keyboard.press('Space');
  await expect.poll(() => timeOf(page)).toBeGreaterThan(6.1);
  await expect(lines.locator('[aria-current]')).toContainText('crates');
  await page.keyboard.press('Space');
  await expect(player(page).getByRole('button', { name: 'Play' })).toBeVisible();
  await lines.getByRole('button', { name: /lamp/ }).click();
  await expect.poll(() => timeOf(page)).toBeCloseTo(1, 1);
  await player(page).getByRole('slider').press('ArrowRight');
  await expect.poll(() => timeOf(page)).toBeCloseTo(6, 1);

  await open(page, 'camera.mov');
  await expect(video(page)).toHaveCount(0);
  await player(page).getByRole('button', { name: 'Make a copy that plays' }).click();
  await expect(video(page)).toBeVisible();
  await expect.poll(() => video(page).evaluate((element: HTMLVideoElement) => element.duration)).toBeCloseTo(2, 0);
});
