import { expectAccessible } from './accessible.ts';
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

test('is named after what it shows', async ({ openApp }) => {
  const { page } = await openApp();
  await expect(page).toHaveTitle('Welcome – Holdfast');
  for (const screen of ['Library', 'Search', 'Chat', 'Tags', 'Models', 'Activity', 'Settings']) {
    await page.getByRole('link', { name: screen, exact: true }).click();
    await expect(page).toHaveTitle(`${screen} – Holdfast`);
  }
  await page.goBack();
  await expect(page).toHaveTitle('Activity – Holdfast');
});

test('takes what is dropped on it, or says plainly why it cannot', async ({ openApp, shell }) => {
  const { page } = await openApp();
  const dragged = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['The light stands still.'], 'note.txt'));
    return transfer;
  });
  const target = page.getByTestId('file-drop');
  await page.dispatchEvent('body', 'dragover', { dataTransfer: dragged });
  await expect(target).toContainText(
    shell === 'browser' ? 'A browser does not say where dropped files lie.' : 'Drop folders, files or models',
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: dragged });
  await expect(target).toBeHidden();
  // A file that a script made lies nowhere, also where the shell can tell.
  await expect(
    page.getByRole('status').filter({ hasText: 'dropped' }).or(page.getByText('“note.txt” is not in')),
  ).toContainText(
    shell === 'browser' ? 'The browser does not say where the dropped files lie' : 'not in a folder of this machine',
  );
});

test('offers on every screen of an empty library to fill it', async ({ openApp }) => {
  const { page } = await openApp();
  for (const route of ['library', 'search?q=light', 'chat', 'activity', 'settings']) {
    await page.goto(new URL(`#/${route}`, page.url()).href);
    await expect(
      page
        .getByRole('main')
        .getByRole('button', { name: /^Add a folder/ })
        .first(),
    ).toBeVisible();
    // The other ones have a test of their own.
    if (route.startsWith('search') || route === 'chat') await expectAccessible(page);
  }
  await expect(page.getByRole('contentinfo')).toContainText('Library is empty');
});
