import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where a program of the system is, by its name without `.exe`; null where the system has none. */
export async function systemProgram(name: string): Promise<string | null> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = folder && (await runnable(join(folder, file)));
    if (path) return path;
  }
  return null;
}

/** The path, where it is a program that may be run; null where not. */
export function runnable(path: string): Promise<string | null> {
  return access(path, constants.X_OK).then(
    () => path,
    () => null,
  );
}
