import type {
  ImageProcessor,
  PreTrainedModel,
  PreTrainedTokenizer,
  Processor,
  Tensor,
} from '@huggingface/transformers';
import type { WorkMeter } from '../held-model.ts';
import type { OnnxPicture } from '../onnx-protocol.ts';
import type { RequestContext } from '../serve-requests.ts';
import { transformers } from './engine.ts';
import type { ModelFolder } from './model-folder.ts';
import { openPicture } from './picture.ts';

/** What Florence 2 is asked for. */
const florenceTask = '<CAPTION>';

type Context = Pick<RequestContext<{ tokens: number }>, 'emit' | 'signal'>;
type Prepare = (picture: OnnxPicture) => Promise<Record<string, unknown>>;

/** Says in words what is on a picture. */
export class Captioner {
  readonly #model: PreTrainedModel;
  readonly #tokenizer: PreTrainedTokenizer;
  readonly #prepare: Prepare;
  readonly #meter: WorkMeter;

  static async create(folder: ModelFolder, model: PreTrainedModel, meter: WorkMeter): Promise<Captioner> {
    const { AutoImageProcessor, AutoProcessor, AutoTokenizer } = await transformers();
    const options = { local_files_only: true };
    const tokenizer = await AutoTokenizer.from_pretrained(folder.path, options);
    const prepare =
      folder.architecture === 'florence2'
        ? prepareForFlorence(await AutoProcessor.from_pretrained(folder.path, options))
        : prepareForEncoder(await AutoImageProcessor.from_pretrained(folder.path, options));
    return new Captioner(model, tokenizer, prepare, meter);
  }

  private constructor(model: PreTrainedModel, tokenizer: PreTrainedTokenizer, prepare: Prepare, meter: WorkMeter) {
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#prepare = prepare;
    this.#meter = meter;
  }

  /** A sentence about the picture; empty where the model has nothing to say. Throws `PictureError`. */
  async caption(picture: OnnxPicture, maxTokens: number, { emit, signal }: Context): Promise<string> {
    const { TextStreamer, InterruptableStoppingCriteria } = await transformers();
    const began = performance.now();
    const stop = new InterruptableStoppingCriteria();
    const interrupt = () => stop.interrupt();
    signal.addEventListener('abort', interrupt);
    let tokens = 0;
    const streamer = new TextStreamer(this.#tokenizer, {
      callback_function: () => {},
      token_callback_function: () => emit({ tokens: ++tokens }),
    });
    try {
      const inputs = await this.#prepare(picture);
      signal.throwIfAborted();
      const ids = (await this.#model.generate({
        ...inputs,
        max_new_tokens: maxTokens,
        streamer,
        stopping_criteria: [stop],
      } as Parameters<PreTrainedModel['generate']>[0])) as Tensor;
      signal.throwIfAborted();
      this.#meter.note('looking', 1, performance.now() - began);
      const [text = ''] = this.#tokenizer.batch_decode(ids, { skip_special_tokens: true });
      return text.trim();
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }
}

function prepareForEncoder(processor: ImageProcessor): Prepare {
  return async (picture) => {
    const { pixel_values } = await processor(await openPicture(picture));
    return { inputs: pixel_values };
  };
}

function prepareForFlorence(processor: Processor): Prepare {
  return async (picture) => processor(await openPicture(picture), florenceTask);
}
