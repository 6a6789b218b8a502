import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

const bootstrap = join(import.meta.dirname, 'bootstrap.mjs');
const program = `
  import { bootstrap } from ${JSON.stringify(bootstrap)};
  await bootstrap({ build: false });
  process.on('SIGTERM', () => { console.log('ended in good order'); process.exit(); });
  console.log('ready');
  setInterval(() => {}, 60_000);`;

it('ends in good order when npm was ended, whose shell passes no signal on', {
  skip: process.platform === 'win32',
}, async () => {
  const shell = spawn('sh', ['-c', '"$0" --input-type=module -e "$1"; true', process.execPath, program], {
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = text(shell.stdout);
  await once(shell.stdout, 'readable');
  shell.kill('SIGTERM');
  expect(await said).toBe('ready\nended in good order\n');
});
