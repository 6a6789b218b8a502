import { expect, test } from './fixtures.ts';

test('opens the window, keeps the library to itself, and ends in good order', async ({ openApp, cli, library }) => {
  const app = await openApp();
  await expect(app.page.getByRole('main')).toBeVisible();

  const second = await cli('status');
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/^holdfast: The library .* is already open in .+\. .+\n$/);
  expect(second.stderr).toContain(library);

  expect(await app.close()).toBe(0);
  expect((await cli('status')).code).toBe(0);
});

test('gives its page no way to Node and no way out', async ({ openApp }) => {
  const { page, faults } = await openApp();
  const own = page.url();
  expect(await page.evaluate(() => ['require', 'process', 'Buffer'].filter((name) => name in globalThis))).toEqual([]);
  const reached = await page.evaluate(() =>
    fetch('https://example.invalid/').then(
      () => 'reached',
      () => 'refused',
    ),
  );
  expect(reached).toBe('refused');
  expect(page.url()).toBe(own);
  expect(faults.splice(0).join()).toContain('example.invalid');
});
