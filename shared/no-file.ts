/** Why there is nothing to read in what a folder holds, though nothing is wrong with it: it is no file. */
export const noFile = {
  folderLink:
    'It is a symbolic link to a folder, which is not followed: add that folder itself, unless it is in the library already.',
  deadLink: 'It is a symbolic link to a file that is not there.',
  circularLink: 'It is a symbolic link that leads back to itself.',
  pipe: 'It is a named pipe, not a file.',
  socket: 'It is a socket, not a file.',
  device: 'It is a device, not a file.',
} as const;

const reasons: ReadonlySet<string> = new Set(Object.values(noFile));

/** Whether something was not read for being no file. It is said to be unsupported, not to have failed. */
export function isNoFile(reason: string): boolean {
  return reasons.has(reason);
}
