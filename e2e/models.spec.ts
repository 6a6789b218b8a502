import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { encodeWav, tone } from '../electron/workers/whisper/wav-for-tests.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { letterAdapter, scriptedChat } from './models/scripted-chat.ts';
import { defaultRules, makeTestModels } from './models/test-models.ts';
import { madeWhisper } from './models/whisper.ts';
import { pickPath } from './pick-path.ts';

const models = (page: Page) => page.getByRole('main', { name: 'Models' });
const role = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Roles' }).getByRole('row', { name: new RegExp(`^${name} `) });
const row = (page: Page, name: string) => page.getByRole('table', { name: 'Your models' }).getByRole('row', { name });
const said = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text });
const openModels = (page: Page) => page.getByRole('link', { name: 'Models', exact: true }).click();
/** Some answer to nothing, so that two models differ. */
const otherChat = () => scriptedChat({ rules: defaultRules, otherwise: 'The passages say nothing.' });

/** From now on, what every progress bar was labelled: small models are copied faster than one can look. */
async function noteProgress(page: Page): Promise<() => Promise<string[]>> {
  const labels = await page.evaluateHandle(() => {
    const seen = new Set<string>();
    const look = () => {
      for (const bar of document.querySelectorAll('[role=progressbar]')) seen.add(bar.getAttribute('aria-label') ?? '');
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    return seen;
  });
  return () => labels.evaluate((seen) => [...seen]);
}

test('adds a file, and says what is wrong with one', async ({ openApp, scratch }) => {
  const { chat } = await makeTestModels(join(scratch, 'models'));
  const broken = join(scratch, 'models/broken.gguf');
  await writeFile(broken, 'GGUF, but not really');
  const app = await openApp();
  const { page } = app;
  await openModels(page);
  await expect(models(page)).toContainText('No model yet');
  await expect(role(page, 'Chat')).toContainText('A question gets the best passages, quoted.');
  await expectAccessible(page);
  await models(page).getByRole('button', { name: 'Add a model…' }).click();

  const add = page.getByRole('main', { name: 'Add a model' });
  await add.getByRole('button', { name: 'A file or folder' }).click();
  const choose = () => add.getByRole('button', { name: 'Choose a file…' }).click();
  await pickPath(app, broken, choose);
  await expect(add.getByRole('alert')).toContainText('cannot be used as a model');
  await expectAccessible(page);
  await pickPath(app, chat, choose);
  const detail = page.getByRole('main', { name: 'Scripted chat' });
  await expect(detail.getByRole('button', { name: 'Unload' })).toBeVisible();
  await expect(detail).toContainText('apache-2.0');
  await expectAccessible(page);

  await page.keyboard.press('Escape');
  await expect(row(page, 'Scripted chat')).toBeVisible();
});

test('gives a model a role, takes that back, and says what the others lack', async ({ openApp, cli, scratch }) => {
  const { chat, embedder } = await makeTestModels(join(scratch, 'models'));
  for (const path of [chat, embedder]) expect((await cli('models', 'add', path)).code).toBe(0);
  const { page } = await openApp();
  await openModels(page);
  await expect(role(page, 'Chat')).toContainText('This process');
  await expect(role(page, 'OCR clean-up')).toContainText('follows Chat');
  await expect(role(page, 'Vision')).toContainText('Scripted chat cannot see pictures.');
  await expectAccessible(page);

  await role(page, 'Chat')
    .getByRole('button', { name: /^Model for Chat: / })
    .click();
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem', { name: 'Bag of words' })).toContainText('cannot chat');
  await menu.getByRole('menuitemradio', { name: 'No model' }).click();
  await expect(role(page, 'Chat')).toContainText('No model');
  await row(page, 'Scripted chat')
    .getByRole('button', { name: /Use Scripted chat for…$/ })
    .click();
  await page.getByRole('menuitem', { name: 'Chat' }).click();
  await expect(role(page, 'Chat')).toContainText('Scripted chat');

  await row(page, 'Scripted chat').getByRole('link').focus();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'Bag of words').getByRole('link')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog')).toContainText('quoted passages');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove model' }).click();
  await expect(row(page, 'Scripted chat')).toHaveCount(0);
  await expect(role(page, 'Chat')).toContainText('No model');
});

test('sets fallbacks in their order, and who reads the files with a tag', async ({ openApp, cli, scratch }) => {
  const { chat } = await makeTestModels(join(scratch, 'models'));
  const adapter = join(scratch, 'models/letter.gguf');
  await writeFile(adapter, letterAdapter({ rules: defaultRules, otherwise: 'The passages say so [1].' }, 'Z'));
  expect((await cli('models', 'add', chat)).code).toBe(0);
  const app = await openApp();
  const { page } = app;
  await openModels(page);
  await row(page, 'Scripted chat').getByRole('link').click();
  await page.getByRole('button', { name: 'Add a tuned model…' }).click();
  const tune = page.getByRole('dialog', { name: 'A tuned model of Scripted chat' });
  await tune.getByRole('textbox', { name: 'Name' }).fill('Z writer');
  await tune.getByRole('textbox', { name: 'Adapter' }).fill(join(scratch, 'nothing.gguf'));
  await tune.getByRole('button', { name: 'Try and add' }).click();
  await expect(tune.getByRole('alert')).toContainText('cannot be opened');
  await tune.getByRole('textbox', { name: 'Adapter' }).fill(adapter);
  await expectAccessible(page);
  await tune.getByRole('button', { name: 'Try and add' }).click();
  await expect(page.getByRole('main', { name: 'Z writer' }).getByRole('region', { name: 'Adapters' })).toContainText(
    'letter.gguf',
  );
  await openModels(page);

  await role(page, 'Chat').getByRole('button', { name: 'Fallbacks and tags for Chat' }).click();
  const dialog = page.getByRole('dialog', { name: 'Chat' });
  const order = dialog.getByRole('region', { name: 'Who serves, in this order' }).getByRole('listitem');
  await dialog.getByRole('button', { name: 'Add a fallback' }).click();
  await page.getByRole('menuitem', { name: 'Z writer' }).click();
  await expect(order).toContainText(['Scripted chat', 'Z writer']);
  await dialog.getByRole('button', { name: 'Move Z writer up' }).click();
  await expect(order).toContainText(['Z writer', 'Scripted chat']);
  await dialog.getByRole('combobox', { name: 'Tag' }).fill('confidential');
  await dialog.getByRole('combobox', { name: 'Model' }).selectOption('Scripted chat');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'confidential' })).toContainText('Scripted chat');
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await page.reload();
  await expect(role(page, 'Chat')).toContainText('Z writer');
  await expect(role(page, 'Chat')).toContainText('then Scripted chat');
  await expect(role(page, 'tagged confidential')).toContainText('Scripted chat');
  await role(page, 'tagged confidential')
    .getByRole('button', { name: /^No longer treat/ })
    .click();
  await expect(role(page, 'tagged confidential')).toHaveCount(0);
});

test('tries a model, loads and unloads it, and sets its template', async ({ openApp, cli, scratch }) => {
  const { chat } = await makeTestModels(join(scratch, 'models'));
  expect((await cli('models', 'add', chat)).code).toBe(0);
  const { page } = await openApp();
  await openModels(page);
  await row(page, 'Scripted chat').getByRole('button', { name: 'More about Scripted chat' }).click();
  await page.getByRole('menuitem', { name: 'Try it…' }).click();
  const trial = page.getByRole('region', { name: 'Try it' });
  await expect(trial.getByRole('textbox', { name: 'What to ask' })).toBeFocused();
  await page.keyboard.type('What about the harbour?');
  await page.keyboard.press('Enter');
  await expect(trial).toContainText('The harbour was dredged in 1931 [1].');
  await expect(trial).toContainText('First word');
  await expect(trial).toContainText('tokens/s');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Unload' }).click();
  await expect(page.getByRole('button', { name: 'Load', exact: true })).toBeEnabled();
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Unload' })).toBeVisible();

  const template = page.getByRole('region', { name: 'Chat template' });
  await template.getByRole('button', { name: 'Use another…' }).click();
  await template.getByRole('textbox').fill('{% broken');
  await template.getByRole('button', { name: 'Try and use it' }).click();
  await expect(template.getByRole('alert')).toBeVisible();
  await template.getByRole('textbox').fill('chatml');
  await template.getByRole('button', { name: 'Try and use it' }).click();
  await expect(template).toContainText('Yours is used instead of the file’s own.');
  await template.getByRole('button', { name: 'Back to the file’s own' }).click();
  await expect(template.getByRole('button', { name: 'Use another…' })).toBeVisible();
});

test('lets a Whisper model hear a recording that is picked, and shows its speed and memory', async ({
  openApp,
  cli,
  scratch,
}) => {
  await mkdir(join(scratch, 'sound'));
  const [model, recording] = [join(scratch, 'ggml-tiny.bin'), join(scratch, 'sound', 'speech.wav')];
  await writeFile(model, madeWhisper());
  await writeFile(recording, encodeWav([tone(440, 16_000, 12)], { rate: 16_000, bits: 16 }));
  const added = await cli('models', 'add', model, '--json');
  const { id } = JSON.parse(added.stdout) as { id: string };
  const app = await openApp();
  const { page } = app;
  await page.goto(new URL(`#/models/${id}`, page.url()).href);
  const trial = page.getByRole('region', { name: 'Try it' });
  await pickPath(app, recording, () => trial.getByRole('button', { name: 'Choose…' }).click());
  await expect(trial.getByRole('textbox', { name: 'Sound file' })).toHaveValue(recording);
  await trial.getByRole('button', { name: 'Run' }).click();
  await expect(trial).toContainText('The harbour was dredged.');
  const about = page.getByRole('region', { name: 'About it' });
  await expect(about).toContainText(/In memory\s*[\d.,]+ [KMG]iB/);
  await expect(about).toContainText(/Speed\s*[\d.,]+ × as fast as it is spoken/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Unload' }).click();
  await expect(about).not.toContainText('In memory');
});

test('shows what was made with a model, and forgets it when told to', async ({
  openApp,
  cli,
  readArchive,
  scratch,
}) => {
  const { embedder } = await makeTestModels(join(scratch, 'models'));
  await readArchive();
  expect((await cli('models', 'add', embedder)).code).toBe(0);
  const { page } = await openApp();
  await openModels(page);
  await row(page, 'Bag of words').getByRole('link').click();
  const outputs = page.getByRole('region', { name: 'Made with it' });
  await expect(outputs).toContainText(/\d+ passages have its vector\./);
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByRole('region', { name: 'Try it' })).toContainText('Same in other words');

  await openModels(page);
  await role(page, 'Embedding')
    .getByRole('button', { name: /^Model for Embedding: / })
    .click();
  await page.getByRole('menuitemradio', { name: 'No model' }).click();
  await row(page, 'Bag of words').getByRole('link').click();
  await expect(outputs).toContainText('They are not used');
  await outputs.getByRole('button', { name: 'Forget these…' }).click();
  await expect(page.getByRole('alertdialog')).toContainText(/The vectors of \d+ passages made with Bag of words/);
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Forget \d+ vectors$/ })
    .click();
  await expect(outputs).toContainText('Nothing in the library was made with it.');
});

test('finds models in a folder, and takes recommended ones from one that was carried in', async ({
  openApp,
  scratch,
}) => {
  const stick = join(scratch, 'stick');
  const { chat } = await makeTestModels(stick);
  const other = otherChat();
  await writeFile(join(stick, 'other.gguf'), other);
  await writeFile(join(stick, 'broken.gguf'), 'GGUF, but not really');
  const app = await openApp();
  const { page } = app;
  await page.goto(new URL('#/models/add?from=file', page.url()).href);
  const add = page.getByRole('main', { name: 'Add a model' });
  await add.getByRole('button', { name: 'Copy it into the library' }).click();
  await pickPath(app, stick, () => add.getByRole('button', { name: 'Look in a folder…' }).click());
  const found = add.getByRole('listitem').filter({ hasText: basename(chat) });
  await expect(add.getByRole('listitem')).toHaveCount(4);
  await expect(add.getByRole('listitem').filter({ hasText: 'broken.gguf' }).getByRole('button')).toBeDisabled();
  await expectAccessible(page);
  const shown = await noteProgress(page);
  await found.getByRole('button', { name: 'Add Scripted chat' }).click();
  await expect(found).toContainText('Added');
  expect(await shown()).toEqual(expect.arrayContaining(['Copying', 'Trying it']));
  await openModels(page);
  await row(page, 'Scripted chat').getByRole('link').click();
  await expect(page.getByText('Copy in the library')).toBeVisible();

  const carried = join(scratch, 'carried');
  await mkdir(carried);
  await writeFile(join(carried, 'other.gguf'), other);
  const entry = {
    roles: ['chat'],
    parameters: 1_000_000,
    quantisation: 'F16',
    url: 'https://models.example/other.gguf',
    size: other.length,
    licence: { spdx: 'Apache-2.0', url: 'https://models.example/licence' },
    source: 'https://models.example',
    memory: 4,
    languages: [],
    note: 'Says what a script tells it to.',
  };
  const sha256 = createHash('sha256').update(other).digest('hex');
  const manifest = {
    models: [
      { ...entry, id: 'good', name: 'Carried model', file: 'other.gguf', sha256 },
      { ...entry, id: 'changed', name: 'Changed model', file: 'other.gguf', sha256: sha256.replace(/^../, '00') },
    ],
  };
  await writeFile(join(carried, 'models.json'), JSON.stringify(manifest));
  await page.goto(new URL('#/models/add?from=recommended', page.url()).href);
  await expect(add.getByText('The library is air-gapped')).toBeVisible();
  await expectAccessible(page);
  await pickPath(app, carried, () => add.getByRole('button', { name: 'From a folder…' }).click());
  const changed = add.getByRole('listitem').filter({ hasText: 'Changed model' });
  await changed.getByRole('button', { name: 'Get Changed model' }).click();
  await expect(changed.getByRole('alert')).toContainText(sha256);
  const good = add.getByRole('listitem').filter({ hasText: 'Carried model' });
  await good.getByRole('button', { name: 'Get Carried model' }).click();
  await expect(said(page, 'was added')).toBeVisible();
  await good.getByRole('link', { name: 'Added' }).click();
  await expect(page.getByText('Copy in the library')).toBeVisible();
});
