import { stat, statfs } from 'node:fs/promises';
import { type FileRepository, type FileRow, sourcePath } from '../catalog/files.ts';
import type { FolderRepository, FolderRow } from '../catalog/folders.ts';
import { Obstacle } from '../jobs/obstacle.ts';
import { rootOf } from './folder-root.ts';

/** Bytes that have to be free before a job goes on that had filled the disk. */
const ROOM_TO_GO_ON = 32 * 1024 * 1024;
/** And before unpacking goes on that had stopped for want of room: more than it leaves free. */
const ROOM_TO_UNPACK = 1024 ** 3;
/** How a fault begins of a reader that did not find its file. */
const notFound = /^(ENOENT|ENOTDIR)\b/;
/** SQLite's code for a disk that is full. */
const SQLITE_FULL = 13;

/**
 * Throws where the folder that a file belongs to is away, as with an unplugged drive: that the file could not be read
 * then says nothing of the file.
 */
export async function throwIfAway(folders: FolderRepository, fileId: number): Promise<void> {
  const folder = folders.ofFile(fileId);
  if (folder && !(await rootOf(folder))) throw folderAway(folder);
}

/** Throws where a file was not found only as its folder was away, though that may be back by now. */
export async function throwIfWasAway(folders: FolderRepository, file: FileRow): Promise<void> {
  await throwIfAway(folders, file.id);
  const path = sourcePath(file);
  const isThere = await stat(typeof path === 'string' ? path : Buffer.from(path)).then(
    () => true,
    () => false,
  );
  const folder = folders.ofFile(file.id);
  if (isThere && folder) throw folderAway(folder);
}

/** Throws where a reader's fault over a file is one of the library's full disk, or of the file's drive being away. */
export async function throwIfHindered(
  { files, folders, libraryPath }: { files: FileRepository; folders: FolderRepository; libraryPath: string },
  fileId: number,
  fault: string,
): Promise<void> {
  const full = diskFull(new Error(fault), libraryPath);
  if (full) throw full;
  const file = files.file(fileId);
  if (file && notFound.test(fault)) await throwIfWasAway(folders, file);
  else await throwIfAway(folders, fileId);
}

/** The obstacle of a folder that is away. */
export function folderAway(folder: FolderRow): Obstacle {
  return new Obstacle(
    `${folder.path} is not there. Is its drive unplugged? Reading goes on when it is back.`,
    async () => (await rootOf(folder)) !== null,
  );
}

/** The obstacle of a disk that has too little room for what is being unpacked. */
export function noRoom(message: string, libraryPath: string): Obstacle {
  return new Obstacle(message, () => hasRoom(libraryPath, ROOM_TO_UNPACK));
}

/** The obstacle that an error stands for, where it says that the library's disk is full; undefined for other errors. */
export function diskFull(error: unknown, libraryPath: string): Obstacle | undefined {
  if (!(error instanceof Error && (isFull(error) || saysFull(error.message)))) return undefined;
  return new Obstacle(
    `The disk that the library is on (${libraryPath}) is full. Reading goes on when there is room on it.`,
    () => hasRoom(libraryPath, ROOM_TO_GO_ON),
  );
}

async function hasRoom(libraryPath: string, bytes: number): Promise<boolean> {
  const { bavail, bsize } = await statfs(libraryPath);
  return bavail * bsize >= bytes;
}

function isFull(error: Error): boolean {
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT' || errcode === SQLITE_FULL;
}

/** Whether a message, such as of a worker, is about a full disk. */
function saysFull(message: string): boolean {
  return /\b(ENOSPC|EDQUOT)\b|no space left on device|disk quota exceeded/i.test(message);
}
