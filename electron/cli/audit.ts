import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { type AuditEntry, type AuditVerdict, auditEntrySchema } from '../../shared/contract/policy.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { ChainVerifier } from '../policy/audit-chain.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { fileSize, printJson, printLine, table } from './output.ts';

const LINES_LISTED = 50;

export function addAudit(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('the record of all that left the library or was refused to');

  audit
    .command('list', { isDefault: true })
    .description('the newest lines')
    .option('--limit <n>', 'how many', (text) => Number.parseInt(text, 10), LINES_LISTED)
    .option('--json', 'as JSON')
    .action(async (_, command: Command) => {
      const { library, json, limit } = optionsOf<{ limit: number }>(command);
      const entries = await withHost(context, { library, work: false }, ({ client }) => client.audit.list({ limit }));
      if (json) printJson(entries);
      else printLine(entries.length > 0 ? table(entries.map(lineOf)) : 'Nothing has asked to leave this machine.');
    });

  audit
    .command('verify')
    .description('check that no line was changed, taken out or cut off')
    .argument('[file]', 'an exported log, instead of the library’s')
    .option('--json', 'as JSON')
    .action(async (file: string | undefined, _, command: Command) => {
      const { library, json } = optionsOf(command);
      const verdict =
        file === undefined
          ? await withHost(context, { library, work: false }, ({ client }) => client.audit.verify())
          : await verifyFile(file);
      if (json) printJson(verdict);
      if (verdict.problems.length > 0)
        throw new HoldfastError('CONFLICT', `The audit log is not whole. ${verdict.problems.join(' ')}`);
      if (!json)
        printLine(`All ${verdict.entries} lines are as they were written. Seal of the last one: ${verdict.head}`);
    });

  audit
    .command('export')
    .description('all lines, oldest first, one line of JSON each')
    .action(async (_, command: Command) => {
      const { library } = optionsOf(command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        for await (const entry of await client.audit.all()) printJson(entry);
      });
    });
}

function lineOf({ time, event, decision, host, purpose, bytesOut, reason }: AuditEntry): string[] {
  const what = event === 'request' ? decision : event;
  return [new Date(time).toISOString(), what, host || '–', purpose, fileSize(bytesOut), reason];
}

/** Checks an exported log by itself: whether its end was cut off only the library knows, or who kept its last seal. */
async function verifyFile(path: string): Promise<AuditVerdict> {
  const chain = new ChainVerifier();
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  try {
    for await (const line of lines) {
      number++;
      if (line.trim() !== '') chain.add(auditEntrySchema.parse(JSON.parse(line)));
    }
  } catch (error) {
    const unreadable = error instanceof Error && 'code' in error;
    throw new HoldfastError(
      unreadable ? 'PATH_UNREADABLE' : 'INVALID_INPUT',
      unreadable ? `${path} cannot be read.` : `Line ${number} of ${path} is not a line of an audit log.`,
      'Choose a file that "holdfast audit export" wrote.',
      { cause: error },
    );
  }
  return { entries: chain.entries, head: chain.head, problems: chain.problems };
}
