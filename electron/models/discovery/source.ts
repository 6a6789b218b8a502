import { posix, win32 } from 'node:path';
import type { ModelSource } from '../../../shared/contract/discovery.ts';

/** What decides where programs keep their files. */
export interface Machine {
  platform: NodeJS.Platform;
  home: string;
  env: NodeJS.ProcessEnv;
}

/** A model file, or the first of several, that lies where a program keeps its models. It is not known to be sound. */
export interface Sighting {
  type: 'sighting';
  path: string;
  /** What the program calls the model; without it the file's own words count. */
  name?: string;
  /** As the program knows it. */
  licence?: string;
}

/** What could not be looked at, and why, as a sentence. */
export interface Skipped {
  type: 'skipped';
  path: string;
  reason: string;
}

/** A program that keeps models on this machine. */
export interface Source {
  readonly name: Exclude<ModelSource, 'folder'>;
  /** The folders where it may keep them, whether they are there or not. */
  roots(machine: Machine): Promise<string[]> | string[];
  find(root: string): AsyncIterable<Sighting | Skipped>;
}

/** Joins as the machine's system does, which in tests is not the system that this runs on. */
export function joinOn({ platform }: Machine, ...parts: string[]): string {
  return platform === 'win32' ? win32.join(...parts) : posix.join(...parts);
}

/** Where programs keep what they need: `roaming` goes with a Windows user from machine to machine, `local` does not. */
export function dataFolder(machine: Machine, windows: 'roaming' | 'local'): string {
  const { platform, home, env } = machine;
  if (platform === 'darwin') return joinOn(machine, home, 'Library/Application Support');
  if (platform !== 'win32') return env.XDG_DATA_HOME || joinOn(machine, home, '.local/share');
  return windows === 'roaming'
    ? env.APPDATA || joinOn(machine, home, 'AppData/Roaming')
    : env.LOCALAPPDATA || joinOn(machine, home, 'AppData/Local');
}

/** Where programs keep what they could fetch again. */
export function cacheFolder(machine: Machine): string {
  const { platform, home, env } = machine;
  if (platform === 'darwin') return joinOn(machine, home, 'Library/Caches');
  if (platform === 'win32') return dataFolder(machine, 'local');
  return env.XDG_CACHE_HOME || joinOn(machine, home, '.cache');
}
