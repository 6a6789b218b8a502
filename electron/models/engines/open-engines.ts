import type { Platform } from '../../platform/platform.ts';
import { ModelCopies } from '../model-copies.ts';
import { ModelRuntime } from '../model-runtime.ts';
import { OnnxRuntime } from '../runtimes/onnx-runtime.ts';
import { Processors } from '../runtimes/processors.ts';
import { WhisperRuntime } from '../runtimes/whisper-runtime.ts';
import { LlamaEngine } from './llama-cpp.ts';
import { OnnxEngine } from './onnx.ts';
import { WhisperEngine } from './whisper-cpp.ts';

const MODEL_HEAP_MB = 2048;
const WHISPER_HEAP_MB = 512;

/** The engines for models of this machine, which share its processors and a library's copies of models. */
export async function openEngines(platform: Platform, libraryPath: string) {
  const processors = new Processors();
  const runtime = new ModelRuntime({
    start: () => platform.startWorker('model-worker', { heapMegabytes: MODEL_HEAP_MB }),
    processors,
  });
  const onnx = new OnnxRuntime({
    start: () => platform.startWorker('onnx-worker', { heapMegabytes: MODEL_HEAP_MB }),
    processors,
  });
  const whisper = new WhisperRuntime({
    start: () => platform.startWorker('whisper-worker', { heapMegabytes: WHISPER_HEAP_MB }),
    processors,
  });
  const copies = await ModelCopies.open(libraryPath);
  return {
    copies,
    /** That of llama.cpp. */
    runtime,
    engines: {
      'llama.cpp': new LlamaEngine({ runtime, copies }),
      onnx: new OnnxEngine({ runtime: onnx, copies }),
      'whisper.cpp': new WhisperEngine({ runtime: whisper, copies }),
    },
    /** Ends their processes. */
    stop: () => Promise.all([runtime.stop(), onnx.stop(), whisper.stop()]),
  };
}
