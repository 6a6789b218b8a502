import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { Catalog } from '../catalog/database.ts';
import { openRepositories } from '../catalog/repositories.ts';
import type { TaskRunner } from '../jobs/task-runner.ts';
import type { IngestContext } from './ingest-context.ts';
import { RereadingService } from './rereading-service.ts';

it('waits for a program, except with what nobody read before and somebody reads now without it', async () => {
  const catalog = Catalog.open(join(temporaryFolder(), 'catalog.db'));
  onTestFinished(() => catalog.close());
  const repositories = openRepositories(catalog, {});
  const { assets, readings, tasks } = repositories;
  const place = { name: 'a', path: '/a', modified: 0 };
  const assetOf = (mime: string) =>
    assets.obtainFrom(place, { sha256: mime.padEnd(64), size: 1, mime, kind: 'image' }).asset.id;
  const [scan, drawn] = [assetOf('image/x-pcx'), assetOf('image/x-sgi')];
  const read = { stage: 'extract', kind: 'image', engineVersion: '0', lacks: '' } as const;
  readings.keep(scan, { ...read, mime: 'image/x-pcx', engine: '' });
  readings.keep(drawn, { ...read, mime: 'image/x-sgi', engine: 'ffmpeg-picture' });

  const context = { ...repositories, catalog, programs: { has: async () => false } } as unknown as IngestContext;
  const runner = { wake: () => undefined } as TaskRunner;
  expect(await new RereadingService({ context, runner, onQueued: () => undefined }).look()).toBe(1);

  expect([tasks.waitsFor(scan, 'extract'), tasks.waitsFor(drawn, 'extract')]).toEqual([true, false]);
  // It is read in full once the program is there.
  expect(readings.of(scan, 'extract')).toMatchObject({ engine: 'picture-header', lacks: 'ffmpeg' });
});
