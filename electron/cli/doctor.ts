import type { Command } from 'commander';
import { failureText } from '../shell/failure.ts';
import { type CommandContext, optionsOf } from './context.ts';
import { checkups } from './doctor-checks.ts';
import { printJson, printLine, strong } from './output.ts';

interface Finding {
  check: string;
  ok: boolean;
  /** What was found. */
  detail: string;
}

export function addDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('check that everything Holdfast needs is there and works')
    .option('--json', 'as JSON')
    .action(async (_, command: Command) => {
      const { library, json } = optionsOf(command);
      const findings: Finding[] = [];
      for (const { check, run } of checkups({ platform: context.platform, library })) {
        const finding = await run().then(
          (detail) => ({ check, ok: true, detail }),
          (thrown: unknown) => ({ check, ok: false, detail: failureText(thrown) }),
        );
        findings.push(finding);
        if (!json) printLine(`${finding.ok ? 'ok     ' : strong('problem')}  ${check}: ${finding.detail}`);
      }
      if (json) printJson(findings);
      if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
    });
}
