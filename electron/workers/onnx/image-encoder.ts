import type { ImageProcessor, PreTrainedModel, Tensor } from '@huggingface/transformers';
import type { WorkMeter } from '../held-model.ts';
import type { OnnxPicture, PictureEmbedding } from '../onnx-protocol.ts';
import type { RequestContext } from '../serve-requests.ts';
import { transformers } from './engine.ts';
import { ModelError } from './model-error.ts';
import { imageOutputs, type ModelFolder } from './model-folder.ts';
import { openPicture, PictureError } from './picture.ts';
import { unitVectors } from './vectors.ts';

/** Makes vectors of pictures. */
export class ImageEncoder {
  readonly #model: PreTrainedModel;
  readonly #processor: ImageProcessor;
  readonly #meter: WorkMeter;

  static async create({ path }: ModelFolder, model: PreTrainedModel, meter: WorkMeter): Promise<ImageEncoder> {
    const { AutoImageProcessor } = await transformers();
    return new ImageEncoder(model, await AutoImageProcessor.from_pretrained(path, { local_files_only: true }), meter);
  }

  private constructor(model: PreTrainedModel, processor: ImageProcessor, meter: WorkMeter) {
    this.#model = model;
    this.#processor = processor;
    this.#meter = meter;
  }

  /** One by one: a picture that cannot be decoded holds up no other. */
  async embed(
    pictures: readonly OnnxPicture[],
    { emit, signal }: Pick<RequestContext<{ done: number; total: number }>, 'emit' | 'signal'>,
  ): Promise<PictureEmbedding[]> {
    const embeddings: PictureEmbedding[] = [];
    for (const picture of pictures) {
      signal.throwIfAborted();
      embeddings.push(await this.#embedOne(picture));
      emit({ done: embeddings.length, total: pictures.length });
    }
    return embeddings;
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  async #embedOne(picture: OnnxPicture): Promise<PictureEmbedding> {
    const began = performance.now();
    try {
      const { pixel_values } = await this.#processor(await openPicture(picture));
      const outputs = (await this.#model({ pixel_values })) as Record<string, Tensor>;
      const output = imageOutputs.map((name) => outputs[name]).find((tensor) => tensor !== undefined);
      if (!output) throw new ModelError(`It gives ${Object.keys(outputs).join(', ')}, and no embedding.`);
      const [vector] = unitVectors(output, 1, 'cls');
      if (!vector) throw new ModelError('It gives no vector.');
      this.#meter.note('looking', 1, performance.now() - began);
      return { vector };
    } catch (thrown) {
      if (thrown instanceof PictureError) return { refused: thrown.message };
      throw thrown;
    }
  }
}
