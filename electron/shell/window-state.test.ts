import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWindowState, writeWindowState } from './window-state.ts';

const screens = [{ x: 0, y: 0, width: 1280, height: 800 }];
const path = join(mkdtempSync(join(tmpdir(), 'holdfast-window-')), 'window.json');

describe('the remembered window', () => {
  it('comes back where it was', () => {
    const state = { x: 40, y: 30, width: 900, height: 600, maximized: true };
    writeWindowState(path, state);
    expect(readWindowState(path, screens)).toEqual(state);
  });

  it('is forgotten when its screen is gone', () => {
    writeWindowState(path, { x: 1290, y: 30, width: 900, height: 600, maximized: false });
    expect(readWindowState(path, screens)).toBeNull();
  });

  it('is forgotten when the file makes no sense', () => {
    for (const text of ['', '{}', '{"x":0,"y":0,"width":-5,"height":600,"maximized":false}']) {
      writeFileSync(path, text);
      expect(readWindowState(path, screens)).toBeNull();
    }
  });

  it('does not mind a place that cannot be written', () => {
    writeWindowState(join(path, 'not-a-folder/window.json'), { x: 0, y: 0, width: 900, height: 600, maximized: false });
  });
});
