import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './bootstrap.mjs';
import { findPackagingFaults } from './closure-check.ts';
import { missingFromLock, type PackageLock } from './lock-check.ts';
import { checkWith, type Outcome, runPlaywright, runVitest } from './test-tools.ts';

interface Stage {
  readonly name: string;
  run(): Promise<Outcome>;
}

const checks: readonly Stage[] = [
  { name: 'types', run: () => checkWith('typescript', 'tsc') },
  { name: 'lint', run: () => checkWith('@biomejs/biome', 'biome', ['check', '--error-on-warnings']) },
  { name: 'knip', run: () => checkWith('knip', 'knip', ['--no-progress']) },
  { name: 'lock', run: checkLock },
];
/** One process after the other, too; prints nothing. */
const packaging: readonly Stage[] = [{ name: 'package', run: checkPackage }];
/** These take two cores each. */
const tests: readonly Stage[] = [
  { name: 'unit', run: runVitest },
  { name: 'e2e', run: runPlaywright },
];
const stages = [...checks, ...packaging, ...tests];

/**
 * Runs the named stages, or all of them: the package is made beside the checks of the sources, the tests follow one after
 * the other. A failed stage does not hold up the next.
 * Ends with what was skipped and why, and with the counts alone on the last line. Answers the exit code.
 */
export async function runTests(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    console.error(`There is no stage ${unknown.join(', ')}. There are ${stages.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const ofThese = (lane: readonly Stage[]) =>
    runInTurn(lane.filter(({ name }) => wanted.length === 0 || wanted.includes(name)));
  const checked = await Promise.all([ofThese(checks), ofThese(packaging)]);
  return report([...checked.flat(), ...(await ofThese(tests))]);
}

interface StageOutcome extends Outcome {
  name: string;
  seconds: number;
}

async function runInTurn(lane: readonly Stage[]): Promise<StageOutcome[]> {
  const outcomes: StageOutcome[] = [];
  for (const { name, run } of lane) {
    console.log(`\n── ${name} ${'─'.repeat(76 - name.length)}`);
    const started = performance.now();
    const outcome = await run().catch((thrown: unknown) =>
      fromFaults([thrown instanceof Error ? thrown.message : String(thrown)]),
    );
    outcomes.push({ name, seconds: (performance.now() - started) / 1000, ...outcome });
  }
  return outcomes;
}

function report(outcomes: readonly StageOutcome[]): number {
  console.log(`\n${'─'.repeat(80)}`);
  for (const { name, passed, failed, skipped, seconds } of outcomes) {
    console.log(
      `${name.padEnd(8)} ${failed ? 'FAILED' : 'ok    '} ${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed, ${skipped.length} skipped`,
    );
  }
  const list = (label: string, entriesOf: (outcome: Outcome) => readonly string[]) => {
    for (const outcome of outcomes)
      for (const entry of entriesOf(outcome)) console.log(`${label} (${outcome.name}): ${entry}`);
  };
  list('skipped', ({ skipped }) => skipped);
  list('passed only when tried again', ({ flaky }) => flaky);
  list('failed', ({ faults }) => faults);
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0);
  const failed = sum((outcome) => outcome.failed);
  console.log(
    `${sum(({ passed }) => passed)} passed, ${failed} failed, ${sum(({ skipped }) => skipped.length)} skipped`,
  );
  return failed > 0 ? 1 : 0;
}

function fromFaults(faults: string[]): Outcome {
  return { passed: faults.length === 0 ? 1 : 0, failed: faults.length === 0 ? 0 : 1, skipped: [], faults, flaky: [] };
}

async function checkLock(): Promise<Outcome> {
  const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as PackageLock;
  return fromFaults(missingFromLock(lock));
}

async function checkPackage(): Promise<Outcome> {
  if (process.platform !== 'linux') {
    return {
      passed: 0,
      failed: 0,
      skipped: ['The package is checked on Linux, whose runtime can be stood in for.'],
      faults: [],
      flaky: [],
    };
  }
  return fromFaults(await findPackagingFaults());
}
