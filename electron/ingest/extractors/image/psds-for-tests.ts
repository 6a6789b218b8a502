interface TestPsd {
  width: number;
  height: number;
  /** As Photoshop numbers it: 1 grey, 3 RGB, 4 inks, 9 L*a*b*. */
  mode: number;
  /** Samples of a channel, row by row, from 0 to 255. */
  channels: readonly (readonly number[])[];
  depth?: 8 | 16;
  large?: boolean;
  packed?: boolean;
  /** Texts of layers. */
  texts?: readonly string[];
  resources?: readonly (readonly [number: number, content: Buffer])[];
}

/** A PSD, or a PSB, by Adobe’s specification of the format. */
export function psdOf({
  width,
  height,
  mode,
  channels,
  depth = 8,
  large = false,
  packed = false,
  texts = [],
  resources = [],
}: TestPsd): Buffer {
  const header = Buffer.alloc(26);
  header.write('8BPS', 0, 'latin1');
  header.writeUInt16BE(large ? 2 : 1, 4);
  header.writeUInt16BE(channels.length, 12);
  header.writeUInt32BE(height, 14);
  header.writeUInt32BE(width, 18);
  header.writeUInt16BE(depth, 22);
  header.writeUInt16BE(mode, 24);
  const layers = texts.length === 0 ? Buffer.alloc(0) : layersOf(texts, large);
  return Buffer.concat([
    header,
    counted(Buffer.alloc(0)),
    counted(Buffer.concat(resources.map(([number, content]) => resourceOf(number, content)))),
    large ? countedLong(layers) : counted(layers),
    pictureOf(channels, { width, height, depth, large, packed }),
  ]);
}

function counted(content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

function countedLong(content: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(4), counted(content)]);
}

function resourceOf(number: number, content: Buffer): Buffer {
  const head = Buffer.from('8BIM\0\0\0\0', 'latin1');
  head.writeUInt16BE(number, 4);
  return Buffer.concat([head, counted(content), Buffer.alloc(content.length & 1)]);
}

/** Layers without pixels, each with a type tool’s text. */
function layersOf(texts: readonly string[], large: boolean): Buffer {
  const count = Buffer.alloc(2);
  count.writeInt16BE(-texts.length);
  const records = texts.map((text) => {
    const units = Buffer.from(`${text}\0`, 'utf16le').swap16();
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length + 1);
    const tool = Buffer.concat([Buffer.from('\0\x01 descriptor \0\0\0\0Txt TEXT', 'latin1'), length, units]);
    const block = Buffer.concat([Buffer.from('8BIMTySh', 'latin1'), counted(tool), Buffer.alloc(tool.length & 1)]);
    const name = Buffer.from('\x05layer\0\0', 'latin1');
    const extra = Buffer.concat([counted(Buffer.alloc(0)), counted(Buffer.alloc(0)), name, block]);
    return Buffer.concat([Buffer.alloc(18), Buffer.from('8BIMnorm\xff\0\0\0', 'latin1'), counted(extra)]);
  });
  const info = Buffer.concat([count, ...records]);
  return large ? countedLong(info) : counted(info);
}

function pictureOf(
  channels: readonly (readonly number[])[],
  { width, height, depth, large, packed }: Required<Pick<TestPsd, 'width' | 'height' | 'depth' | 'large' | 'packed'>>,
): Buffer {
  const rows = channels.flatMap((samples) =>
    Array.from({ length: height }, (_, y) => {
      const row = samples.slice(y * width, (y + 1) * width);
      return Buffer.from(depth === 16 ? row.flatMap((sample) => [sample, sample]) : row);
    }),
  );
  if (!packed) return Buffer.concat([Buffer.from([0, 0]), ...rows]);
  const packedRows = rows.map(pack);
  const lengths = packedRows.map(({ length }) => {
    const bytes = Buffer.alloc(large ? 4 : 2);
    bytes.writeUIntBE(length, 0, bytes.length);
    return bytes;
  });
  return Buffer.concat([Buffer.from([0, 1]), ...lengths, ...packedRows]);
}

/** PackBits: runs of two and more, and single bytes as they are. */
function pack(row: Buffer): Buffer {
  const out: number[] = [];
  for (let at = 0; at < row.length; ) {
    let run = 1;
    while (run < 128 && row[at + run] === row[at]) run++;
    out.push(run > 1 ? 257 - run : 0, row[at] ?? 0);
    at += run;
  }
  return Buffer.from(out);
}
