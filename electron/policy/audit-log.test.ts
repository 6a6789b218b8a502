import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { CHAIN_START } from './audit-chain.ts';
import { egressForTests } from './policy-for-tests.ts';

function logOf(lines: number) {
  const parts = egressForTests();
  for (let line = 1; line <= lines; line++)
    parts.audit.append({
      mode: 'boundary',
      event: 'request',
      decision: 'allowed',
      host: `host-${line}.example`,
      purpose: 'chat',
      model: 'm',
      bytesOut: line,
      content: [{ assetId: 'a'.repeat(64), sha256: 'b'.repeat(64) }],
      reason: '',
    });
  return parts;
}

/** Changes the log as someone would who has the file in hand. */
function tamper(libraryPath: string, sql: string): void {
  const database = new DatabaseSync(join(libraryPath, 'catalog.db'));
  database.exec('DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted;');
  database.exec(sql);
  database.close();
}

it('an untouched log is whole, and an empty one too', async () => {
  expect(await egressForTests().audit.verify()).toEqual({ entries: 0, head: CHAIN_START, problems: [] });
  const { audit } = logOf(1200);
  const last = audit.before(undefined, 1)[0];
  expect(await audit.verify()).toEqual({ entries: 1200, head: last?.hash, problems: [] });
  expect(audit.before(3, 10).map(({ sequence }) => sequence)).toEqual([2, 1]);
});

it('the catalog itself refuses to change or delete a line', () => {
  const { catalog } = logOf(1);
  expect(() => catalog.run("UPDATE audit SET host = 'x'")).toThrow(/only added to/);
  expect(() => catalog.run('DELETE FROM audit')).toThrow(/only added to/);
});

it.each([
  ['a changed host', "UPDATE audit SET host = 'harmless.example' WHERE sequence = 3", /Line 3 does not follow/],
  ['a changed decision', "UPDATE audit SET decision = 'refused' WHERE sequence = 3", /Line 3 does not follow/],
  ['changed content', "UPDATE audit SET content = '[]' WHERE sequence = 5", /Line 5 does not follow/],
  ['a line taken out', 'DELETE FROM audit WHERE sequence = 2', /Line 2 is missing/],
  ['lines cut off the end', 'DELETE FROM audit WHERE sequence > 3', /ends at line 3, and line 5 was written once/],
  ['everything deleted', 'DELETE FROM audit', /ends at line 0/],
])('notices %s', async (_, sql, expected) => {
  const { audit, libraryPath } = logOf(5);
  tamper(libraryPath, sql);
  expect((await audit.verify()).problems.join('\n')).toMatch(expected);
});

it('notices a chain that was written anew', async () => {
  const { audit, libraryPath } = logOf(3);
  const head = join(libraryPath, 'audit-head.json');
  writeFileSync(head, JSON.stringify({ sequence: 3, hash: 'f'.repeat(64) }));
  expect((await audit.verify()).problems).toEqual([expect.stringContaining('Line 3 is not the one that was written')]);
  rmSync(head);
  expect((await audit.verify()).problems).toEqual([]);
});
