import { availableParallelism } from 'node:os';
import { messageOf } from '../../../shared/errors.ts';
import type { OnnxDtype } from '../onnx-protocol.ts';
import { ModelError } from './model-error.ts';

type Transformers = typeof import('@huggingface/transformers');

let loading: Promise<Transformers> | undefined;

/** transformers.js, which runs models by ONNX Runtime: from local folders alone, with nothing fetched and nothing kept. */
export function transformers(): Promise<Transformers> {
  loading ??= open();
  return loading;
}

async function open(): Promise<Transformers> {
  let library: Transformers;
  try {
    library = await import('@huggingface/transformers');
  } catch (thrown) {
    loading = undefined;
    throw new ModelError(
      `ONNX Runtime does not work on this computer (${process.platform}, ${process.arch}): ${messageOf(thrown).split('\n')[0]}`,
    );
  }
  const { env, LogLevel } = library;
  Object.assign(env, {
    allowRemoteModels: false,
    allowLocalModels: true,
    // Model ids are absolute paths.
    localModelPath: '',
    remoteHost: 'https://hub.invalid/',
    cacheDir: null,
    useFSCache: false,
    useBrowserCache: false,
    useCustomCache: false,
    useWasmCache: false,
    logLevel: LogLevel.NONE,
  });
  return library;
}

/** What to load, in the words of transformers.js. */
export function loadOptions(subfolder: string, dtype: Readonly<Record<string, OnnxDtype>> | OnnxDtype) {
  return {
    local_files_only: true,
    subfolder,
    dtype,
    device: 'cpu' as const,
    // ONNX Runtime finds weights in other files itself.
    use_external_data_format: false,
    session_options: {
      intraOpNumThreads: availableParallelism(),
      interOpNumThreads: 1,
      // A thread that waits for work must not take the processor from the other model processes.
      extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
    },
  };
}
