import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { AuditRepository } from '../catalog/audit.ts';
import { Catalog } from '../catalog/database.ts';
import { ModelRepository } from '../catalog/models.ts';
import { NetworkPolicyRepository } from '../catalog/network-policy.ts';
import { ProviderRepository } from '../catalog/providers.ts';
import { ChangeSignal } from '../change-signal.ts';
import { AuditLog } from '../policy/audit-log.ts';
import { Egress } from '../policy/egress.ts';
import { EncryptedFile } from '../policy/secrets/encrypted-file.ts';
import { forkForTests } from '../workers/fork-for-tests.ts';
import { LlamaEngine } from './engines/llama-cpp.ts';
import { OnnxEngine } from './engines/onnx.ts';
import { WhisperEngine } from './engines/whisper-cpp.ts';
import { ModelCopies } from './model-copies.ts';
import type { ModelRuntime } from './model-runtime.ts';
import { ModelService } from './model-service.ts';
import { ProviderService } from './providers/provider-service.ts';
import { OnnxRuntime } from './runtimes/onnx-runtime.ts';
import { WhisperRuntime } from './runtimes/whisper-runtime.ts';

/**
 * The models of a library that is new or lies at the path already, its catalog, and what they work with.
 * @param atEnd takes what ends the processes; outside of a test it must be given
 */
export async function modelServiceForTests(
  libraryPath: string,
  runtime: ModelRuntime,
  atEnd: (stop: () => Promise<void>) => void = onTestFinished,
) {
  const catalog = Catalog.open(join(libraryPath, 'catalog.db'));
  const audit = new AuditLog({ catalog, entries: new AuditRepository(catalog), libraryPath });
  const policies = new NetworkPolicyRepository(catalog);
  const egress = new Egress({ catalog, policies, audit, changes: new ChangeSignal(0) });
  const secrets = new EncryptedFile(join(libraryPath, 'secrets.json'));
  const copies = await ModelCopies.open(libraryPath);
  const entry = (name: string) => join(import.meta.dirname, `../workers/${name}.ts`);
  const onnx = new OnnxRuntime({ start: () => forkForTests(entry('onnx-worker')) });
  const whisper = new WhisperRuntime({ start: () => forkForTests(entry('whisper-worker')) });
  const engines = {
    'llama.cpp': new LlamaEngine({ runtime, copies }),
    onnx: new OnnxEngine({ runtime: onnx, copies }),
    'whisper.cpp': new WhisperEngine({ runtime: whisper, copies }),
  };
  const providers = new ProviderService({ providers: new ProviderRepository(catalog), secrets, egress });
  const models = new ModelService({
    catalog,
    models: new ModelRepository(catalog),
    runtime,
    providers,
    copies,
    engines,
    onRoleChange: () => undefined,
    onRemove: async () => undefined,
  });
  atEnd(() => Promise.all([onnx.stop(), whisper.stop()]).then(() => undefined));
  return { models, catalog, providers, secrets, egress, engines };
}
