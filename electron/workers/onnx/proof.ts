import sharp from 'sharp';
import type { OnnxRequests } from '../onnx-protocol.ts';
import type { LoadedModel } from './loaded-models.ts';
import { ModelError } from './model-error.ts';

const quiet = { emit: () => {}, signal: new AbortController().signal };

/** Lets a model do each of the things that it is for, once. Throws a sentence where it does not. */
export async function proveModel(model: LoadedModel): Promise<OnnxRequests['load']['response']> {
  const { folder, variant, text, image, captioner } = model;
  const lengths: number[] = [];
  const [ofText] = text ? await text.embed(['a photo of a house'], 'document', quiet) : [];
  if (ofText) lengths.push(ofText.length);
  const picture = { bytes: await plainPicture() };
  const [ofPicture] = image ? await image.embed([picture], quiet) : [];
  if (ofPicture && 'vector' in ofPicture) lengths.push(ofPicture.vector.length);
  await captioner?.caption(picture, 2, quiet);
  if (new Set(lengths).size > 1)
    throw new ModelError(`Its vectors of texts and of pictures have different lengths: ${lengths.join(' and ')}.`);
  return { dimensions: lengths[0] ?? 0, contextSize: folder.contextSize, dtype: variant.dtype };
}

function plainPicture(): Promise<Buffer> {
  return sharp({ create: { width: 32, height: 32, channels: 3, background: '#808080' } })
    .png()
    .toBuffer();
}
