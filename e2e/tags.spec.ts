import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTexts } from '../electron/bench/texts-for-tests.ts';
import { printedPicture } from '../electron/ingest/extractors/pdf/pdfs-for-tests.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { answeringServer } from './model-servers/answering-server.ts';
import { documentAnswer } from './models/document-answer.ts';
import { scriptedChat } from './models/scripted-chat.ts';

test('has models suggest tags and read pages, reviews that by keys, and undoes what they wrote', async ({
  openApp,
  cli,
  scratch,
}) => {
  writeTexts(join(scratch, 'texts'), 3);
  expect((await cli('ingest', join(scratch, 'texts'))).code).toBe(0);
  const tags: [string, string][] = [
    ['harbour', 'certain'],
    ['log', 'likely'],
    ['odd', 'possible'],
  ];
  const said = documentAnswer({ title: 'Log', summary: 'What was seen at sea.', tags });
  await writeFile(join(scratch, 'clerk.gguf'), scriptedChat({ rules: [], otherwise: said }));
  expect((await cli('models', 'add', join(scratch, 'clerk.gguf'))).code).toBe(0);
  const { page } = await openApp();
  const main = page.getByRole('main');

  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await main.getByRole('link', { name: 'Vocabulary' }).click();
  await main.getByRole('button', { name: 'New vocabulary…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Sea');
  await page.keyboard.press('Enter');
  await main.getByRole('combobox', { name: 'Models may suggest' }).selectOption({ label: 'other words, too' });
  await main.getByRole('button', { name: 'Import and export' }).click();
  await page.getByRole('menuitem', { name: 'Import terms…' }).click();
  await page.getByRole('textbox', { name: 'Terms' }).fill('places\n\tharbour\n\t\t{port}\n');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(main.getByRole('button', { name: 'harbour port' })).toBeVisible();
  await expectAccessible(page);

  await main.getByRole('button', { name: 'Suggest tags…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Suggest tags for the library' });
  await expect(dialog.getByRole('row', { name: /Summarise documents/ })).toContainText('Scripted chat');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await main.getByRole('link', { name: 'Review' }).click();
  const tagList = main.getByRole('navigation', { name: 'Suggested tags' });
  await expect(tagList.getByRole('button', { name: 'harbour 3' })).toBeVisible({ timeout: 30_000 });
  await page.reload();
  const list = main.getByRole('list', { name: /^Suggestions for/ });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expectAccessible(page);

  await page.keyboard.press('a');
  await page.keyboard.press('r');
  await expect(list.getByRole('listitem').nth(0)).toContainText('Accepted');
  await expect(list.getByRole('listitem').nth(1)).toContainText('Rejected');
  await page.keyboard.press('u');
  await expect(list.getByRole('listitem').nth(1)).not.toContainText('Rejected');
  // Faster than the host answers.
  await page.keyboard.press('r');
  await page.keyboard.press('u');
  await expect(list.getByRole('listitem').nth(1)).not.toContainText('Rejected');
  await expect(list.getByRole('listitem').nth(0)).toContainText('Accepted');
  await page.keyboard.press('Shift+A');
  await expect(main.getByText('File 2 of 3')).toBeVisible();
  await tagList.getByRole('button', { name: /^odd/ }).click();
  await main.getByRole('button', { name: 'Reject “odd” for 2 files' }).click();
  await expect(page.getByText('2 suggestions rejected.')).toBeVisible();

  await page.goto(new URL('#/library', page.url()).href);
  await main.getByRole('button', { name: 'Inspector' }).click();
  await main.getByRole('listbox').getByRole('option').first().click();
  await expect(main.getByText('What was seen at sea.')).toBeVisible();
  await page.goto(new URL('#/tags/written', page.url()).href);
  await expect(main.getByRole('row', { name: /^Summaries 3/ })).toContainText('Up to date');
  await expectAccessible(page);
  await main.getByRole('button', { name: 'Undo everything of Scripted chat…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(/descriptions undone\. 3 tags that you accepted stayed\./)).toBeVisible();
  await expect(main.getByText('No model has written anything yet')).toBeVisible();

  // What OCR reads badly, a model for pictures reads in its place, until that is undone.
  const letter = ['Гавань была углублена в 1931', 'году за счёт города. Никто не', 'видел, как лоцман уехал домой'];
  const server = await answeringServer(() => JSON.stringify({ text: letter.join('\n') }));
  await writeFile(join(scratch, 'texts', 'letter.png'), await printedPicture(letter));
  await page.goto(new URL('#/models', page.url()).href);
  await main.getByRole('button', { name: 'Connect a server…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Reading room');
  await page.getByRole('textbox', { name: 'Address' }).fill(server.baseUrl);
  await page.getByRole('dialog').getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('button', { name: 'Add seer' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'seer was tried' })).toBeVisible();
  await page.keyboard.press('Escape');

  // What came while another screen was shown is in the library when one comes back to it.
  await expect(page.getByRole('contentinfo')).toContainText('4 / 4 searchable');
  await page.goto(new URL('#/library', page.url()).href);
  await main.getByRole('option', { name: 'letter.png' }).dblclick();
  const inspector = main.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText(/Unsure\s*page 1/);
  await inspector.getByRole('button', { name: 'Read pages by a model…' }).click();
  const reading = page.getByRole('dialog', { name: 'Read pages by a model' });
  await expect(reading.getByRole('row', { name: /seer/ })).toBeVisible();
  await expectAccessible(page);
  await reading.getByRole('button', { name: 'Read again with seer' }).click();
  await expect(inspector).toContainText(/Read by seer\s*page 1/);
  await expect(inspector).not.toContainText('Unsure');
  expect(JSON.stringify(server.asked)).toContain('data:image/webp;base64,');
  await page.goto(new URL('#/search?q=лоцман', page.url()).href);
  await expect(main).toContainText('letter.png');
  await expect(main).toContainText('Written by seer');
  await page.goBack();
  await inspector.getByRole('button', { name: 'Undo what seer read, and search what OCR read' }).click();
  await expect(page.getByText('What OCR read is searched again.')).toBeVisible();
  await expect(inspector).toContainText(/Unsure\s*page 1/);
  server.close();
});
