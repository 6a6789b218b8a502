import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { makeTestModels } from './models/test-models.ts';
import { pickPath } from './pick-path.ts';

const welcome = (page: Page) => page.getByRole('main', { name: 'Welcome' });

test('leads from the sample to a first search, and does not come again', async ({ openApp }) => {
  const { page } = await openApp();
  await expect(welcome(page)).toContainText('Nothing has been added yet.');
  await expectAccessible(page);

  await welcome(page)
    .getByRole('button', { name: /^Look around with the sample/ })
    .click();
  await expect(welcome(page).getByRole('button', { name: /^The sample was added/ })).toBeDisabled();
  await expect(welcome(page).getByRole('status')).toHaveText(/^[1-9]\d* of \d+ searchable$/);
  await expectAccessible(page);

  const example = welcome(page).getByRole('region', { name: 'Go' }).getByRole('listitem').first();
  const query = (await example.textContent()) ?? '';
  await example.getByRole('button').click();
  await expect(page).toHaveURL(({ hash }) => hash === `#/search?${new URLSearchParams({ q: query })}`);
  await expect(page.getByRole('main', { name: 'Search' })).toBeVisible();

  await page.goto(new URL('#/', page.url()).href);
  await page.reload();
  await expect(page.getByRole('main', { name: 'Library' })).toBeVisible();
});

test('can be put aside, and takes a model without a folder', async ({ openApp, scratch }) => {
  const { embedder } = await makeTestModels(scratch);
  const app = await openApp();
  const { page } = app;
  const step = welcome(page).getByRole('region', { name: 'Bring a model' });
  await pickPath(app, embedder, () => step.getByRole('button', { name: 'Add a model…' }).click());
  await expect(step).toContainText('Bag of words serves');
  // What is said at the window's edge lies over no button that goes on.
  const skip = welcome(page).getByRole('button', { name: 'Skip for now' });
  const said = await page.getByText('Bag of words now serves').boundingBox();
  expect((said?.x ?? 0) + (said?.width ?? 0)).toBeLessThan((await skip.boundingBox())?.x ?? 0);
  await skip.click();
  await expect(page.getByRole('main', { name: 'Library' })).toBeVisible();
});
