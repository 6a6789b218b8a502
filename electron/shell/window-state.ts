import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const windowStateSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How much of the window has to be on a screen so that it can be found and moved. */
const reachable = 100;

/** Where the window was, if that is still on one of the screens; null otherwise or the first time. */
export function readWindowState(path: string, screens: readonly Area[]): WindowState | null {
  try {
    const state = windowStateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return screens.some((screen) => overlap(state, screen) >= reachable) ? state : null;
  } catch {
    return null;
  }
}

/** Remembers the window for the next start; what cannot be written is not worth an error. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    writeFileSync(path, JSON.stringify(state));
  } catch {
    // The disk is full or the folder is read-only: the window opens at its usual place next time.
  }
}

/** The shorter side of what two areas share; 0 or less when they do not meet. */
function overlap(one: Area, other: Area): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.min(width, height);
}
