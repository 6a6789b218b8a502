/** A path shortened in the middle to about a number of characters: its beginning, an ellipsis, and its end. */
export function shortPath(path: string, length: number): string {
  if (path.length <= length) return path;
  const separator = path.includes('\\') && !path.includes('/') ? '\\' : '/';
  const parts = path.split(separator);
  const name = parts.pop() ?? '';
  const root = parts.slice(0, 2).join(separator);
  const ending = [name];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const longer = [part, ...ending].join(separator);
    if (root.length + longer.length + 3 > length || parts.length < 2) break;
    ending.unshift(part);
  }
  const end = ending.join(separator);
  const shortened = `${root}${separator}…${separator}${end}`;
  if (shortened.length <= length) return shortened;
  // A long name alone: its beginning and its end with the extension say most.
  const room = Math.max(8, length - 1);
  return end.length <= room
    ? `…${separator}${end}`.slice(-length)
    : `${end.slice(0, Math.ceil(room * 0.6))}…${end.slice(-Math.floor(room * 0.4))}`;
}
