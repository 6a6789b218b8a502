import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findBrowser, hasDisplay } from '../electron/shell/browsers.ts';
import { hostArguments, projectRoot } from './bootstrap.mjs';
import { canFetchRuntime, type ElectronRuntime, electronRuntime, fetchRuntime } from './electron-runtime.ts';

/** A child that ends so soon by a fault of its own never showed a window. */
const startFailureMs = 10_000;

type Choice =
  | { shell: 'electron'; runtime: string; line: string }
  | { shell: 'browser'; window: boolean; line: string };

/**
 * Opens the app in the best shell that this machine has, says which and why, and answers the exit code when it is closed.
 * `HOLDFAST_SHELL` (`electron` or `browser`) overrules the choice.
 */
export async function startApp(args: readonly string[]): Promise<number> {
  const choice = await choose();
  console.error(choice.line);
  if (choice.shell === 'browser') return runToEnd(openBrowserShell(choice.window, args));
  const started = performance.now();
  const { code, fault } = await ended(
    spawn(choice.runtime, [...sandboxArgs(), '.', ...args], { cwd: projectRoot, stdio: 'inherit' }),
  );
  if (!fault || performance.now() - started > startFailureMs) return code;
  const fallback = browserChoice('Electron could not start on this machine');
  console.error(fallback.line);
  return runToEnd(openBrowserShell(fallback.window, args));
}

async function choose(): Promise<Choice> {
  const wanted = process.env.HOLDFAST_SHELL;
  if (wanted === 'browser') return browserChoice('HOLDFAST_SHELL asks for the browser shell');
  if (!hasDisplay() && wanted !== 'electron') return browserChoice('there is no display');
  const runtime = await obtainRuntime();
  if (runtime.state === 'present') {
    return {
      shell: 'electron',
      runtime: runtime.path,
      line: `Holdfast opens in Electron ${runtime.version}, which is installed.`,
    };
  }
  return browserChoice('Electron’s runtime is not installed and cannot be fetched');
}

async function obtainRuntime(): Promise<ElectronRuntime> {
  const runtime = electronRuntime();
  if (runtime.state === 'present' || !(await canFetchRuntime(runtime))) return runtime;
  console.error(`Fetching Electron ${runtime.version} …`);
  fetchRuntime();
  return electronRuntime();
}

function browserChoice(reason: string): Extract<Choice, { shell: 'browser' }> {
  const browser = hasDisplay() ? findBrowser() : null;
  const line = browser
    ? `Holdfast opens in ${browser.name}, because ${reason}.`
    : `Holdfast only serves, because ${reason}${hasDisplay() ? ' and no Chrome, Chromium or Edge is installed' : ''}.`;
  return { shell: 'browser', window: browser !== null, line };
}

function openBrowserShell(window: boolean, args: readonly string[]): ChildProcess {
  const serve = join(projectRoot, 'out/main/serve.js');
  return spawn(process.execPath, [...hostArguments, serve, ...(window ? ['--open'] : []), ...args], {
    stdio: 'inherit',
  });
}

/** Chromium refuses to run as root with its sandbox. */
function sandboxArgs(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

async function runToEnd(child: ChildProcess): Promise<number> {
  return (await ended(child)).code;
}

/** Waits for the child, which ends itself in good order when asked to; `fault` when it broke down. */
async function ended(child: ChildProcess): Promise<{ code: number; fault: boolean }> {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name));
  try {
    const [code, signal] = await once(child, 'exit');
    // 127: a library of the system is missing.
    return { code: code ?? 1, fault: signal !== null || code === 127 };
  } catch {
    return { code: 1, fault: true };
  }
}
