/** What the header of a ggml file of Whisper's says, in the order in which it stands there. */
export interface WhisperHeader {
  vocabulary: number;
  audioContext: number;
  audioWidth: number;
  audioHeads: number;
  audioLayers: number;
  textContext: number;
  textWidth: number;
  textHeads: number;
  textLayers: number;
  mels: number;
  /** How the large weights are kept (ggml_ftype), with the quantisation's version × 1000. */
  fileType: number;
}

/** The names and shapes of all weights, the fastest dimension first, as whisper.cpp wants them. */
export function whisperTensors(header: WhisperHeader): Map<string, number[]> {
  const { vocabulary, audioContext, audioWidth, audioLayers, textContext, textWidth, textLayers, mels } = header;
  return new Map([
    ['encoder.positional_embedding', [audioWidth, audioContext]],
    ['encoder.conv1.weight', [3, mels, audioWidth]],
    ['encoder.conv1.bias', [1, audioWidth]],
    ['encoder.conv2.weight', [3, audioWidth, audioWidth]],
    ['encoder.conv2.bias', [1, audioWidth]],
    ...norm('encoder.ln_post', audioWidth),
    ...layers('encoder', audioLayers, (at) => [...attention(`${at}.attn`, audioWidth), ...feedForward(at, audioWidth)]),
    ['decoder.positional_embedding', [textWidth, textContext]],
    ['decoder.token_embedding.weight', [textWidth, vocabulary]],
    ...norm('decoder.ln', textWidth),
    ...layers('decoder', textLayers, (at) => [
      ...attention(`${at}.attn`, textWidth),
      ...attention(`${at}.cross_attn`, textWidth),
      ...feedForward(at, textWidth),
    ]),
  ]);
}

type NamedShape = [name: string, shape: number[]];

function layers(part: string, count: number, of: (at: string) => NamedShape[]): NamedShape[] {
  return Array.from({ length: count }, (_, layer) => of(`${part}.blocks.${layer}`)).flat();
}

function norm(name: string, width: number): NamedShape[] {
  return [
    [`${name}.weight`, [width]],
    [`${name}.bias`, [width]],
  ];
}

function attention(name: string, width: number): NamedShape[] {
  return [
    ...norm(`${name}_ln`, width),
    [`${name}.query.weight`, [width, width]],
    [`${name}.query.bias`, [width]],
    [`${name}.key.weight`, [width, width]],
    [`${name}.value.weight`, [width, width]],
    [`${name}.value.bias`, [width]],
    [`${name}.out.weight`, [width, width]],
    [`${name}.out.bias`, [width]],
  ];
}

function feedForward(at: string, width: number): NamedShape[] {
  return [
    ...norm(`${at}.mlp_ln`, width),
    [`${at}.mlp.0.weight`, [width, 4 * width]],
    [`${at}.mlp.0.bias`, [4 * width]],
    [`${at}.mlp.2.weight`, [4 * width, width]],
    [`${at}.mlp.2.bias`, [width]],
  ];
}
