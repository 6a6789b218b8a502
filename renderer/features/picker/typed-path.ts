import { drive, separatorOf, windowsShare } from '../../paths/split-path.ts';

/** Where a path is typed: the folder in sight, and the person's own. */
interface Surroundings {
  current: string;
  home: string;
}

/**
 * The absolute path that a typed or pasted text means: without the quotes and the `file://` that terminals and file
 * browsers put around it, `~` as the home folder, and anything relative as seen from the folder in sight.
 */
export function typedPath(text: string, { current, home }: Surroundings): string {
  const path = unwrapped(text.trim());
  if (path === '' || path === '.') return current;
  if (path === '~') return home;
  if (/^~[/\\]/.test(path)) return joined(home, path.slice(2));
  if (drive.test(path)) return path.length === 2 ? `${path}\\` : path;
  if (path.startsWith('/') || path.startsWith(windowsShare)) return path;
  return joined(current, path);
}

/** A file name's extension in lower case, without the dot; null where it has none. */
export function extensionOf(name: string): string | null {
  const at = name.lastIndexOf('.');
  return at > 0 && at < name.length - 1 ? name.slice(at + 1).toLowerCase() : null;
}

/**
 * The entry that typing `prefix` goes to: the next one after `from` that begins with it, from the start again after
 * the last. A longer prefix stays where it is while that still fits. -1 when none does.
 */
export function typeAhead(names: readonly string[], from: number, prefix: string): number {
  const wanted = prefix.toLocaleLowerCase();
  const first = prefix.length > 1 ? Math.max(0, from) : from + 1;
  for (let step = 0; step < names.length; step++) {
    const at = (first + step) % names.length;
    if (names[at]?.toLocaleLowerCase().startsWith(wanted)) return at;
  }
  return -1;
}

function unwrapped(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
  if (!quoted.startsWith('file://')) return quoted;
  try {
    const path = decodeURIComponent(new URL(quoted).pathname);
    return /^\/[a-z]:/i.test(path) ? path.slice(1).replaceAll('/', '\\') : path;
  } catch {
    return quoted;
  }
}

function joined(folder: string, name: string): string {
  const separator = separatorOf(folder);
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}
