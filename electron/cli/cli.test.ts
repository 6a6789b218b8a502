import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { nodePlatform } from '../platform/node.ts';
import { isCliCall } from '../shell/cli-call.ts';
import { createProgram, runCli } from './program.ts';

const entry = join(import.meta.dirname, '../cli.ts');
const scratch = mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
const documents = join(scratch, 'documents');
const library = join(scratch, 'library');

/** Runs the CLI from source, in a process of its own as people do. */
function holdfast(args: string[], input = ''): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, HOLDFAST_LIBRARY: library }, cwd: scratch };
    const child = execFile(process.execPath, [entry, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

beforeAll(async () => {
  mkdirSync(documents);
  writeFileSync(join(documents, 'harbour.txt'), 'The harbour wall was built of granite in 1871.\n');
  writeFileSync(join(documents, 'boats.csv'), 'name,owner\nSeagull,Marta\nPetrel,Jonas\nFulmar,Marta\n');
  writeFileSync(join(documents, 'broken.pdf'), '%PDF-1.7\nnot a PDF at all');
});

describe('the CLI', () => {
  it('reads a folder and reports what became of every file, going on after a wrong path', async () => {
    const { code, stdout, stderr } = await holdfast(['ingest', 'documents', 'no-such-folder', '--json']);
    expect(stderr).toMatch(/^holdfast: .*no-such-folder.*\n$/);
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ discovered: 3, ready: 2, empty: 0, unsupported: 0, failed: 1, quarantined: 0 });
    expect(report.passages).toBeGreaterThanOrEqual(2);
    expect(report.seconds).toBeGreaterThan(0);
    const broken = report.files.find(({ path }: { path: string }) => path.endsWith('broken.pdf'));
    expect(broken).toEqual({
      path: join(documents, 'broken.pdf'),
      state: 'failed',
      reason: expect.stringContaining('PDF'),
    });
    expect(readFileSync(join(documents, 'harbour.txt'), 'utf8')).toContain('granite');
  });

  it('finds places, best first, and a spreadsheet’s rows one by one', async () => {
    const { code, stdout } = await holdfast(['search', 'granite harbour', '--json']);
    expect(code).toBe(0);
    const [best] = JSON.parse(stdout);
    expect(best).toMatchObject({
      path: join(documents, 'harbour.txt'),
      kind: 'text',
      anchor: { type: 'lines', start: 1 },
    });
    expect(best.snippet).toContain('granite');
    expect(best.matched.toSorted()).toEqual(['granite', 'harbour']);
    expect(Object.keys(best).toSorted()).toEqual(['anchor', 'assetId', 'kind', 'matched', 'path', 'score', 'snippet']);

    const rows = JSON.parse((await holdfast(['search', 'marta', '--json'])).stdout);
    expect(rows.length).toBeGreaterThanOrEqual(1);
    expect(rows.every(({ anchor }: { anchor: { type: string } }) => anchor.type === 'cells')).toBe(true);
    expect(JSON.parse((await holdfast(['search', 'marta', '--limit', '1', '--json'])).stdout)).toHaveLength(1);
  });

  it('answers one line of JSON for each line of queries', async () => {
    const { stdout, code } = await holdfast(['search', '-'], 'granite\nzeppelin\npetrel\n');
    expect(code).toBe(0);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers).toHaveLength(3);
    expect(answers[0][0].path).toBe(join(documents, 'harbour.txt'));
    expect(answers[1]).toEqual([]);
    expect(answers[2][0].path).toBe(join(documents, 'boats.csv'));
  });

  it('takes words that begin with a minus as the search language has them', async () => {
    const paths = async (...args: string[]) => {
      const { stdout, stderr } = await holdfast(['search', ...args, '--json']);
      return stderr || JSON.parse(stdout).map(({ path }: { path: string }) => path.slice(documents.length + 1));
    };
    expect(await paths('marta', 'granite', '-harbour', '--limit', '1')).toEqual(['boats.csv']);
    expect(await paths('-Vessels', '-petrel', 'type:text')).toEqual(['harbour.txt']);
    expect(await paths('granite', '--bogus')).toBe("holdfast: unknown option '--bogus'\n");
  });

  it('says what is wrong with a question or query', async () => {
    expect(await holdfast(['ask', ' '])).toEqual({ code: 1, stdout: '', stderr: 'holdfast: The question is empty.\n' });
    const { stdout } = await holdfast(['search', '-'], `${'word '.repeat(500)}\ntype:boat\n`);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).error),
    ).toEqual([
      'The query is longer than 2,000 characters. Shorten it.',
      expect.stringContaining('“boat” is not a type.'),
    ]);
  });

  it('says of what is no file that it is none', { skip: process.platform === 'win32' }, async () => {
    const folder = join(scratch, 'no files');
    mkdirSync(folder);
    symlinkSync('nowhere', join(folder, 'dangling'));
    symlinkSync('itself', join(folder, 'itself'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const { stdout } = await holdfast(['ingest', folder, '--json', '--library', join(scratch, 'library of none')]);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ discovered: 3, failed: 0, unsupported: 3 });
    expect(report.files.map(({ reason }: { reason: string }) => reason)).toEqual([
      'It is a symbolic link to a file that is not there.',
      'It is a symbolic link that leads back to itself.',
      'It is a named pipe, not a file.',
    ]);
  });

  it('answers a question with citations, and says that no model did', async () => {
    const { stdout, code } = await holdfast(['ask', 'When was the harbour wall built?', '--json']);
    expect(code).toBe(0);
    const { answer, model, citations } = JSON.parse(stdout);
    expect(model).toBeNull();
    expect(answer).toContain('1871');
    expect(citations[0]).toMatchObject({ n: 1, path: join(documents, 'harbour.txt'), anchor: { type: 'lines' } });
    expect(citations[0].quote).toContain('granite');
  });

  it('tells what the library holds', async () => {
    const status = JSON.parse((await holdfast(['status', '--json'])).stdout);
    expect(status).toMatchObject({
      assets: 3,
      searchable: 2,
      byState: { ready: 2, failed: 1, pending: 0 },
      models: [],
    });
    expect(status.index.unfinishedJobs).toBe(0);
    expect((await holdfast(['status'])).stdout).toContain('2 of 3');
  });

  it('chooses the languages of scans for a folder, and refuses one without data', async () => {
    const chosen = await holdfast(['ocr', 'languages', 'deu+eng', 'fra', '--folder', 'documents', '--json']);
    expect(JSON.parse(chosen.stdout)).toEqual({ files: 0, pages: 0, read: 0 });
    const [, folder] = JSON.parse((await holdfast(['ocr', '--json'])).stdout);
    expect(folder).toEqual({ scope: { scope: 'folder', path: documents }, languages: ['deu', 'eng', 'fra'], file: '' });
    const { code, stderr } = await holdfast(['ocr', 'languages', 'xyz']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('“xyz”')]);
  });

  it('refuses a model that is none, in one line', async () => {
    const { code, stdout, stderr } = await holdfast(['models', 'add', join(documents, 'harbour.txt')]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^holdfast: .*harbour\.txt.*\n$/);
    expect((await holdfast(['models', 'use', 'nothing'])).stderr).toBe(
      'holdfast: There is no model "nothing". See "holdfast models list" for names and ids.\n',
    );
  });

  it('ends with 2 for the wrong usage', async () => {
    expect(await holdfast(['bogus'])).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/\S/) });
  });

  it.each([
    { args: ['search'] },
    { args: ['search', 'x', '--limit', 'many'] },
    { args: ['ingest'] },
    { args: ['ingest', ''] },
    { args: ['status', '--library', ''] },
    { args: ['serve', '--port', ''] },
    { args: ['serve', '--port', '70000'] },
    { args: [] },
  ])('takes $args for the wrong usage', async ({ args }) => {
    const [printed, said] = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    onTestFinished(() => void vi.restoreAllMocks());
    expect(await runCli(args, nodePlatform('cli'))).toBe(2);
    expect(said.mock.calls.join('')).toMatch(/\S/);
    expect(printed).not.toHaveBeenCalled();
  });

  it('says its version', async () => {
    expect(await holdfast(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it('is recognised by the installed app for each of its commands', () => {
    const program = createProgram({ platform: nodePlatform('cli'), signal: new AbortController().signal });
    for (const command of program.commands)
      expect([command.name(), isCliCall([command.name()])]).toEqual([command.name(), true]);
    for (const args of [[], ['/home/a/file.pdf'], ['--user-data-dir=/x'], ['.']]) expect(isCliCall(args)).toBe(false);
  });
});
