import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname } from 'node:path';

/** Makes this process the only instance for a lock path; `onSecond` is called for each one that comes later. */
export function takeInstanceLock(path: string, onSecond: () => void): boolean {
  mkdirSync(dirname(path), { recursive: true });
  if (holderIsAlive(path)) return false;
  writeFileSync(`${path}.pid`, String(process.pid));
  rmSync(path, { force: true });
  createServer((connection) => {
    connection.end();
    onSecond();
  })
    .listen(path)
    .unref();
  return true;
}

/** Tells the first instance that another one was started. */
export function announceSecondInstance(path: string): void {
  connect(path).on('error', () => {});
}

function holderIsAlive(path: string): boolean {
  if (!existsSync(`${path}.pid`)) return false;
  try {
    return process.kill(Number(readFileSync(`${path}.pid`, 'utf8')), 0);
  } catch {
    return false;
  }
}
