/** How a path of Windows begins: with a drive, or with two backslashes for a share. */
export const drive = /^[a-z]:/i;
export const windowsShare = '\\\\';

/** A path's folder and its last name; null where it has no folder above it. */
export function splitPath(path: string): { parent: string; name: string } | null {
  const separator = separatorOf(path);
  const bare = path.endsWith(separator) && path.length > 1 ? path.slice(0, -1) : path;
  const at = bare.lastIndexOf(separator);
  const name = bare.slice(at + 1);
  if (at < 0 || name === '') return null;
  const above = bare.slice(0, at);
  const isRoot = above === '' || (drive.test(above) && above.length === 2);
  return { parent: isRoot ? above + separator : above, name };
}

/** The last name of a path, for a line that has no room for all of it. */
export function nameOf(path: string): string {
  return splitPath(path)?.name ?? path;
}

/** The folder that a file lies in; empty where the path names none. */
export function folderOf(path: string): string {
  return splitPath(path)?.parent ?? '';
}

export function separatorOf(path: string): '/' | '\\' {
  return drive.test(path) || path.startsWith(windowsShare) ? '\\' : '/';
}
