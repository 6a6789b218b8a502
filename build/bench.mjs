// npm run bench: runs the benchmarks in e2e/bench one after the other; `npm run bench -- search` runs those whose name has "search".
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, hostArguments, projectRoot } from './bootstrap.mjs';

await bootstrap();
const folder = join(projectRoot, 'e2e', 'bench');
const wanted = process.argv[2] ?? '';
let failed = false;
for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.bench.ts') || !name.includes(wanted)) continue;
  console.log(`\n── ${name}`);
  const { status } = spawnSync(process.execPath, [...hostArguments, join(folder, name)], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  if (status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
