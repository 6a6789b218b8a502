import { runCli } from './cli/program.ts';
import { closeOtherDoors } from './platform/close-other-doors.ts';
import { nodePlatform } from './platform/node.ts';

closeOtherDoors();
const exitCode = await runCli(process.argv.slice(2), nodePlatform('cli'));
// Native libraries may keep threads that would hold the process up; what was printed goes out first.
process.stdout.write('', () => process.exit(exitCode));
