/** The header of a frame in DPX (SMPTE 268M) with so many pixels of 8 bits behind it, and texts at their offsets. */
export function dpxAround(
  { width, height, texts = {}, longs = {}, reals = {} }: DpxShape,
  pixels = Buffer.alloc(width * height * 3, 128),
): Buffer {
  const head = Buffer.alloc(2048, 0xff);
  head.write('SDPX', 0, 'latin1');
  const sizes: Readonly<Record<number, number>> = {
    4: 2048,
    16: 2048 + width * height * 3,
    772: width,
    776: height,
    808: 2048,
  };
  for (const [at, value] of Object.entries({ ...sizes, ...longs })) head.writeUInt32BE(value, Number(at));
  for (const [at, value] of Object.entries(reals)) head.writeFloatBE(value, Number(at));
  head.write('V1.0\0', 8, 'latin1');
  head.writeUInt16BE(0, 768);
  head.writeUInt16BE(1, 770);
  head.writeUInt32BE(0, 780);
  head.set([50, 2, 2, 8, 0, 0, 0, 0], 800);
  for (const [at, text] of Object.entries(texts)) head.write(`${text}\0`, Number(at), 'latin1');
  return Buffer.concat([head, pixels]);
}

interface DpxShape {
  width: number;
  height: number;
  texts?: Readonly<Record<number, string>>;
  longs?: Readonly<Record<number, number>>;
  reals?: Readonly<Record<number, number>>;
}

type Attribute = readonly [name: string, type: string, value: Buffer];

export const exrText = (name: string, text: string): Attribute => [name, 'string', Buffer.from(text, 'utf8')];
export const exrNumbers = (name: string, type: string, ...values: readonly number[]): Attribute => {
  const value = Buffer.alloc(values.length * 4);
  for (const [index, number] of values.entries())
    if (type === 'float') value.writeFloatLE(number, index * 4);
    else value.writeInt32LE(number, index * 4);
  return [name, type, value];
};

/** A grey picture in OpenEXR, not packed, with attributes; each row has the light of its number, by hundredths. */
export function exrAround(width: number, height: number, attributes: readonly Attribute[] = []): Buffer {
  const window = exrNumbers('', 'box2i', 0, 0, width - 1, height - 1)[2];
  const channel = Buffer.concat([
    Buffer.from('Y\0', 'latin1'),
    Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]),
  ]);
  const all: Attribute[] = [
    ['channels', 'chlist', channel],
    ['compression', 'compression', Buffer.from([0])],
    ['dataWindow', 'box2i', window],
    ['displayWindow', 'box2i', window],
    ['lineOrder', 'lineOrder', Buffer.from([0])],
    exrNumbers('pixelAspectRatio', 'float', 1),
    exrNumbers('screenWindowCenter', 'v2f', 0, 0),
    exrNumbers('screenWindowWidth', 'float', 1),
    ...attributes,
  ];
  const length = Buffer.alloc(4);
  const header = Buffer.concat([
    Buffer.from([0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0]),
    ...all.flatMap(([name, type, value]) => {
      const size = Buffer.from(length);
      size.writeUInt32LE(value.length);
      return [Buffer.from(`${name}\0${type}\0`, 'latin1'), size, value];
    }),
    Buffer.from([0]),
  ]);
  const block = 8 + width * 4;
  const table = Buffer.alloc(height * 8);
  const blocks = Buffer.alloc(height * block);
  for (let row = 0; row < height; row++) {
    table.writeBigUInt64LE(BigInt(header.length + table.length + row * block), row * 8);
    blocks.writeInt32LE(row, row * block);
    blocks.writeInt32LE(width * 4, row * block + 4);
    for (let column = 0; column < width; column++) blocks.writeFloatLE(row / 100, row * block + 8 + column * 4);
  }
  return Buffer.concat([header, table, blocks]);
}

/** A header of FITS with these lines, and data behind it, each filled up to a whole block. */
export function fitsAround(cards: readonly string[], data = Buffer.alloc(0)): Buffer {
  const filled = (bytes: Buffer, filler: number) =>
    Buffer.concat([bytes, Buffer.alloc((2880 - (bytes.length % 2880)) % 2880, filler)]);
  const lines = [...cards, 'END'].map((card) => card.padEnd(80)).join('');
  return Buffer.concat([filled(Buffer.from(lines, 'latin1'), 0x20), filled(data, 0)]);
}
