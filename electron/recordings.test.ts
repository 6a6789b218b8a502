import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import type { Recording } from '../shared/contract/recordings.ts';
import { ended, ingest, openLibrary } from './cli/open-library-for-tests.ts';
import { makeRecording, picture, systemTools, tone } from './ingest/extractors/recording/recordings-for-tests.ts';

describe.skipIf(systemTools === null)('recordings in a library (skipped where there is no ffmpeg)', () => {
  it('are read as far as that goes without ffmpeg, and in full once there is one', async () => {
    const folder = join(temporaryFolder(), 'recordings');
    mkdirSync(folder);
    const speedy = ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus'];
    renameSync(makeRecording('a.webm', ...picture(1), ...tone(1), ...speedy), join(folder, 'a.webm'));
    renameSync(makeRecording('b.avi', ...picture(2), ...tone(2)), join(folder, 'b.avi'));
    const host = await openLibrary(temporaryFolder());
    onTestFinished(() => host.close());
    const { client } = host;
    const page = { filter: {}, sort: 'name', descending: false, offset: 0, limit: 9 } as const;
    const listed = async () => (await client.library.list(page)).assets;

    await client.settings.update({ ffmpegPath: '/nowhere/ffmpeg' });
    expect(await client.recordings.ffmpeg()).toEqual({
      found: false,
      reason: 'There is no ffmpeg at /nowhere/ffmpeg.',
    });
    await ingest(host, folder);
    const [webm, avi] = await listed();
    expect(webm).toMatchObject({ kind: 'video', state: 'ready', width: 160, hasThumbnail: false });
    expect(webm?.reason).toContain('Without ffmpeg it has no picture here and cannot be transcribed.');
    expect(avi).toMatchObject({
      kind: 'video',
      state: 'unsupported',
      reason: expect.stringContaining('Install ffmpeg'),
    });
    const id = avi?.id ?? '';
    const copyOf = async (wanted: string) => {
      const seen: number[] = [];
      for await (const { progress } of await client.recordings.makeProxy({ id: wanted })) seen.push(progress);
      return seen;
    };
    await expect(copyOf(webm?.id ?? '')).rejects.toMatchObject({ code: 'CONFLICT' });

    await client.settings.update({ ffmpegPath: '' });
    expect(await client.recordings.findFfmpeg()).toMatchObject({ ffmpeg: { found: true }, readAgain: 2 });
    const [job] = await client.jobs.list();
    expect(job).toMatchObject({ kind: 'reread', subject: 'Reading 2 files again: ffmpeg is there now' });
    await ended(client, job?.id ?? 0);
    expect((await listed()).map(({ state, hasThumbnail }) => [state, hasThumbnail])).toEqual([
      ['ready', true],
      ['ready', true],
    ]);
    const known: Recording = await client.recordings.get({ id });
    expect(known).toMatchObject({
      playing: 'none',
      strip: { columns: 3 },
      transcription: { state: 'none', served: false },
    });
    expect((await client.recordings.get({ id: webm?.id ?? '' })).playing).toBe('original');

    expect((await copyOf(id)).at(-1)).toBe(1);
    expect((await client.recordings.get({ id })).playing).toBe('proxy');
    const part = await host.content(
      new Request(`http://holdfast/content/${id}/proxy`, { headers: { range: 'bytes=0-3' } }),
    );
    expect([part.status, part.headers.get('content-type')]).toEqual([206, 'video/webm']);
    // EBML, which WebM is.
    expect(Buffer.from(await part.arrayBuffer()).toString('hex')).toBe('1a45dfa3');
  });
});
