import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EndpointRepository } from '../catalog/endpoint.ts';
import { ChangeSignal } from '../change-signal.ts';
import type { ModelRuntime } from '../models/model-runtime.ts';
import { modelServiceForTests } from '../models/model-service-for-tests.ts';
import { EndpointService } from './endpoint-service.ts';

export const PASSPHRASE = 'correct horse';

/** The endpoint of a library that is new or lies at the path already; its keys are locked. Stop it at the end. */
export async function endpointForTests(runtime: ModelRuntime, libraryPath: string) {
  const ends: (() => Promise<void>)[] = [];
  const services = await modelServiceForTests(libraryPath, runtime, (end) => void ends.push(end));
  const { models, catalog, providers, secrets, egress } = services;
  const endpoint = new EndpointService({
    repository: new EndpointRepository(catalog),
    secrets,
    models,
    libraryPath,
    changes: new ChangeSignal(0),
  });
  const stop = async () => {
    await endpoint.stop();
    for (const end of ends) await end();
  };
  return { endpoint, models, providers, secrets, egress, libraryPath, catalog, stop };
}

/** A switched-on endpoint with its token, and a way to ask it; `files` are models. */
export async function openEndpoint(runtime: ModelRuntime, libraryPath: string, files: Record<string, Buffer> = {}) {
  const opened = await endpointForTests(runtime, libraryPath);
  const { endpoint, models, secrets } = opened;
  await secrets.unlock(PASSPHRASE);
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(libraryPath, '..', name);
    await writeFile(path, bytes);
    await models.add(path, { copy: false });
  }
  const { address } = await endpoint.update({ enabled: true });
  const token = await endpoint.token();
  const ask = (path: string, body?: unknown, init: RequestInit = {}) =>
    globalThis.fetch(`${address}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { ...opened, address, token, ask };
}
