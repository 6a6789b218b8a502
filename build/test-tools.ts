import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectRoot } from './bootstrap.mjs';
import { obtainTestBrowser } from './test-browser.ts';

export interface Outcome {
  passed: number;
  failed: number;
  /** What was not run, and why. */
  skipped: string[];
  /** What went wrong, a line each. */
  faults: string[];
  /** What passed only at its second attempt. */
  flaky: string[];
}

const require = createRequire(import.meta.url);

/** Runs a tool that is one test as a whole: it passes when its exit code is 0. */
export async function checkWith(packageName: string, bin: string, args: readonly string[] = []): Promise<Outcome> {
  const ok = (await runBin(packageName, bin, args)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [], faults: [], flaky: [] };
}

interface VitestReport {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    /** Why the file could not be run. */
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

/** Unit and integration tests. */
export function runVitest(): Promise<Outcome> {
  return withReport(async (path) => {
    await runBin('vitest', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${path}`]);
    const report = await readReport<VitestReport>(path);
    const results = report.testResults.flatMap(({ name, message, assertionResults }) => {
      const file = relative(projectRoot, name);
      const own = assertionResults.map(({ status, fullName, failureMessages }) => ({
        status,
        test: `${file}: ${fullName}`,
        messages: failureMessages,
      }));
      // A file that could not be loaded has no failed test, and yet nothing is well.
      return own.length === 0 && message ? [{ status: 'failed', test: file, messages: [message] }] : own;
    });
    const failed = results.filter(({ status }) => status === 'failed');
    return {
      passed: report.numPassedTests,
      failed: report.success ? 0 : Math.max(1, failed.length),
      skipped: results.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ test }) => test),
      faults: failed.map(({ test, messages: [message] }) => `${test}: ${firstLine(message)}`),
      flaky: results
        .filter(({ status, messages }) => status === 'passed' && messages.length > 0)
        .map(({ test, messages: [message] }) => `${test}: ${firstLine(message)}`),
    };
  });
}

interface PlaywrightTest {
  status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  projectName: string;
  annotations: { type: string; description?: string }[];
  results: { error?: { message?: string } }[];
}

interface PlaywrightSuite {
  specs?: { title: string; file: string; tests: PlaywrightTest[] }[];
  suites?: PlaywrightSuite[];
}

interface PlaywrightReport extends PlaywrightSuite {
  errors: { message: string }[];
  stats: { expected: number; unexpected: number; flaky: number };
}

/** The specs in the app's window, on both shells; skipped as a whole where there is no browser and none can be had. */
export async function runPlaywright(): Promise<Outcome> {
  const browser = await obtainTestBrowser();
  if ('missing' in browser)
    return { passed: 0, failed: 0, skipped: [`all specs: ${browser.missing}`], faults: [], flaky: [] };
  return withReport(async (path) => {
    const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: path, ...(browser.path && { HOLDFAST_BROWSER: browser.path }) };
    await runBin('@playwright/test', 'playwright', ['test', '--reporter=list,json'], env);
    const report = await readReport<PlaywrightReport>(path);
    const { expected, unexpected, flaky } = report.stats;
    return {
      passed: expected + flaky,
      failed: unexpected + report.errors.length,
      skipped: describeSpecs(report, 'skipped'),
      faults: [...describeSpecs(report, 'unexpected'), ...report.errors.map(({ message }) => firstLine(message))],
      flaky: describeSpecs(report, 'flaky'),
    };
  });
}

/** The specs of a status, each with the shell that it ran on and the reason. */
function describeSpecs({ specs = [], suites = [] }: PlaywrightSuite, wanted: PlaywrightTest['status']): string[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === wanted)
      .map(({ projectName, annotations, results }) => {
        const skip = annotations.find(({ type }) => type === 'skip')?.description;
        const reason = skip ?? firstLine(results.find(({ error }) => error)?.error?.message);
        return `${file} [${projectName}] ${title}${reason ? `: ${reason}` : ''}`;
      }),
  );
  return [...own, ...suites.flatMap((suite) => describeSpecs(suite, wanted))];
}

/** The line of a failure that says what happened, without a terminal's colours. */
function firstLine(message = ''): string {
  return stripVTControlCharacters(message).trim().split('\n', 1)[0] ?? '';
}

async function withReport(run: (path: string) => Promise<Outcome>): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-test-'));
  try {
    return await run(join(folder, 'report.json'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readReport<Report>(path: string): Promise<Report> {
  if (!existsSync(path)) throw new Error('The run ended without a report.');
  return JSON.parse(await readFile(path, 'utf8')) as Report;
}

/** Runs a package's executable under this Node; answers its exit code. */
async function runBin(
  packageName: string,
  bin: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  const packageJson = join(projectRoot, 'node_modules', packageName, 'package.json');
  const { bin: bins } = require(packageJson) as { bin: string | Record<string, string> };
  const path = join(dirname(packageJson), typeof bins === 'string' ? bins : (bins[bin] ?? ''));
  const child = spawn(process.execPath, [path, ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
