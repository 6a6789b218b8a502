import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { makeTestModels } from '../../e2e/models/test-models.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';

const run = promisify(execFile);
const cli = join(import.meta.dirname, '../cli.ts');

/** A network of its own with one way out that leads nowhere and counts what is sent; IPv6 would speak up by itself. */
const network = `
  ip link set lo up && ip link add way-out type veth peer name nowhere &&
  echo 1 > /proc/sys/net/ipv6/conf/way-out/disable_ipv6 && echo 1 > /proc/sys/net/ipv6/conf/nowhere/disable_ipv6 &&
  ip addr add 10.9.9.2/24 dev way-out && ip link set nowhere up && ip link set way-out up &&
  ip route add default via 10.9.9.1`;
const packetsSent = "awk '/way-out:/ { print $11 }' /proc/net/dev";

function canMakeNetworks(): boolean {
  try {
    execFileSync('unshare', ['-rn', 'sh', '-c', network], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!canMakeNetworks())('in a network that counts packets (needs unshare and ip)', () => {
  let library: string;

  /** Runs commands of the CLI, one after the other, and answers what they print and how many packets went out. */
  async function packetsOf(...commands: string[][]): Promise<{ output: string; packets: number }> {
    const quoted = commands.map((args) => [process.execPath, cli, ...args].map((arg) => `'${arg}'`).join(' '));
    const script = `${network} && { ${quoted.join('; ')}; } 2>&1; ${packetsSent}`;
    const env = { ...process.env, HOLDFAST_LIBRARY: library, HOLDFAST_PASSPHRASE: 'correct horse' };
    const { stdout } = await run('unshare', ['-rn', 'sh', '-c', script], { env });
    const lines = stdout.trimEnd().split('\n');
    return { output: lines.slice(0, -1).join('\n'), packets: Number(lines.at(-1)) };
  }

  it('nothing leaves an air-gapped library, and everything works', { timeout: 240_000 }, async () => {
    const folder = temporaryFolder();
    library = join(folder, 'library');
    mkdirSync(join(folder, 'documents'));
    writeFileSync(join(folder, 'documents/harbour.txt'), 'The harbour was dredged in 1931.');
    const models = await makeTestModels(join(folder, 'models'));
    const { output, packets } = await packetsOf(
      ['ingest', join(folder, 'documents')],
      ['models', 'add', models.chat],
      ['models', 'add', models.embedder],
      ['search', 'harbour'],
      ['ask', 'When was the harbour dredged?'],
      // Neither a name is looked up nor an address called.
      ['providers', 'add', 'openai', 'Cloud'],
      ['providers', 'add', 'openai-compatible', 'Server', '--url', 'http://10.9.9.77:8000/v1'],
    );
    expect(output).toContain('The harbour was dredged in 1931 [1].');
    expect(output).toMatch(/Cloud cannot be added now/);
    expect(output).toMatch(/Server cannot be added now/);
    expect(packets).toBe(0);

    const allowed = await packetsOf(
      ['policy', 'boundary', '--allow', '10.9.9.77'],
      ['providers', 'add', 'openai-compatible', 'Server', '--url', 'http://10.9.9.77:8000/v1'],
    );
    expect(allowed.output).toMatch(/10\.9\.9\.77:8000/);
    expect(allowed.packets).toBeGreaterThan(0);
  });
});
