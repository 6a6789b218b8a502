import { describe, expect, it } from 'vitest';
import { workerEnvironment } from './environment.ts';
import { nodePlatform } from './node.ts';

describe('the platform on plain Node', () => {
  it('starts a worker that reports and that a kill ends', async () => {
    const worker = nodePlatform('cli').startWorker('media-worker', { heapMegabytes: 256 });
    const exited = new Promise<[number | null, string | null]>((resolve) =>
      worker.onExit((code, signal) => resolve([code, signal])),
    );
    const first = await Promise.race([new Promise((resolve) => worker.onMessage(resolve)), exited]);
    expect(first).toEqual({ type: 'ready' });
    worker.kill();
    expect(await exited).toEqual([null, 'SIGKILL']);
    worker.send({ type: 'cancel', id: 1 });
  });

  it('keeps secrets and Node options from workers', () => {
    process.env.HOLDFAST_TEST_TOKEN = 'secret';
    process.env.NODE_OPTIONS ??= '';
    const environment = workerEnvironment();
    expect(environment.PATH).toBe(process.env.PATH);
    expect(environment).not.toHaveProperty('HOLDFAST_TEST_TOKEN');
    expect(environment).not.toHaveProperty('NODE_OPTIONS');
  });
});
