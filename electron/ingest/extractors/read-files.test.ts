import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import { identify } from './identify/identify.ts';
import { readFiles } from './read-files.ts';

async function filesToRead(texts: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  return Promise.all(
    Object.entries(texts).map(async ([name, text]) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return { path, identity: await identify({ path }), draw: [] };
    }),
  );
}

it('reads files in their order, and leaves the others when nobody waits any more', async () => {
  const files = await filesToRead({ 'one.txt': 'The harbour wall', 'two.txt': 'The lighthouse' });
  const waiting = new AbortController();
  const both = await readFiles({ files }, waiting);
  expect(both).toMatchObject([
    { found: { passages: [{ text: 'The harbour wall' }] }, isDrawn: false },
    { found: { passages: [{ text: 'The lighthouse' }] }, isDrawn: false },
  ]);
  waiting.abort();
  expect(await readFiles({ files }, waiting)).toEqual([both[0], null]);
});

it('tells of one that is not there, and reads the others', async () => {
  const [gone, there] = await filesToRead({ 'one.txt': 'The harbour wall', 'two.txt': 'The lighthouse' });
  if (!gone || !there) expect.fail();
  const readings = await readFiles({ files: [{ ...gone, path: `${gone.path}.gone` }, there] }, new AbortController());
  expect(readings).toMatchObject([{ fault: expect.stringContaining('ENOENT') }, { found: { passages: [{}] } }]);
});
