import { expect, type OpenedApp } from './fixtures.ts';

/**
 * Gives the app a path where it asks for one: in the system's dialog, which a test answers for, or in the app's own.
 * `ask` makes the app ask.
 */
export async function pickPath({ page, electron }: OpenedApp, path: string, ask: () => Promise<void>): Promise<void> {
  if (electron) {
    await electron.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, path);
    return ask();
  }
  await ask();
  const picker = page.getByRole('dialog');
  const field = picker.getByRole('textbox', { name: 'Path' });
  await expect(field).not.toHaveValue('');
  await field.fill(path);
  await picker.getByRole('button', { name: /^(Add|Choose|Look in) this/ }).click();
  await expect(picker).toBeHidden();
}
