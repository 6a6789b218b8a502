import type { Page } from '@playwright/test';
import { violationsOf } from './accessible.ts';
import { expect, test } from './fixtures.ts';

const routes = [
  'library',
  'search?q=the harbour lighthouse',
  'chat',
  'activity',
  'library/coverage',
  'settings',
  'welcome',
];

test.beforeEach(({ readArchive }) => readArchive());

async function visit(page: Page, route: string): Promise<void> {
  await page.goto(new URL(`#/${route}`, page.url()).href);
  await expect(page.locator('main h1, main h2, main [role="option"]').first()).toBeVisible();
}

test('has text at 7 to 1 in high contrast, on every screen and in both themes', async ({ openApp }) => {
  const { page } = await openApp();
  await visit(page, 'settings?section=appearance');
  await page.getByRole('group', { name: 'Contrast' }).getByRole('button', { name: 'High' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'high');
  for (const route of routes) {
    await visit(page, route);
    for (const colorScheme of ['light', 'dark'] as const) {
      const violations = await violationsOf(page, colorScheme, { type: 'rule', values: ['color-contrast-enhanced'] });
      const found = violations.flatMap(({ nodes }) => nodes.map(({ html, failureSummary }) => html + failureSummary));
      expect(found, `${route} (${colorScheme})`).toEqual([]);
    }
  }
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'high');
});

test('follows a system that wants more contrast, unless it changes its mind', async ({ openApp }) => {
  const { page } = await openApp();
  await page.emulateMedia({ contrast: 'more' });
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'high');
  await page.emulateMedia({ contrast: 'no-preference' });
  await expect(page.locator('html')).not.toHaveAttribute('data-contrast', 'high');
});

test('tells what is chosen by an edge where colours are forced', async ({ openApp }) => {
  const { page } = await openApp();
  await page.emulateMedia({ forcedColors: 'active' });
  await visit(page, 'library');
  await page.getByRole('listbox').getByRole('option').first().click();
  const chosen = [
    page.getByRole('button', { name: 'Grid', exact: true }),
    page.getByRole('link', { name: 'Library' }),
    page.getByRole('listbox').getByRole('option', { selected: true }),
  ];
  for (const one of chosen) await expect(one).toHaveCSS('outline-style', 'solid');
  await expect(page.getByRole('button', { name: 'List', exact: true })).toHaveCSS('outline-style', 'none');
});

test('pulses the place that was found once, and not at all where no motion is wanted', async ({ openApp }) => {
  const { page } = await openApp();
  await visit(page, 'search?q="stuck by ice"');
  const boxes = page.locator('main').getByRole('complementary').locator('[data-anchored]').first();
  await expect(boxes).toBeVisible();
  const pulse = () => boxes.evaluate((element) => getComputedStyle(element).animationIterationCount);
  expect(await pulse()).toBe('1');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const length = () => boxes.evaluate((element) => Number.parseFloat(getComputedStyle(element).animationDuration));
  expect(await length()).toBeLessThan(0.001);
});
