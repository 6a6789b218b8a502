/** The stream of a compound file in which a document says what it is, in a code page of Windows ([MS-OLEPS]). */
export function summaryInformation(
  texts: Readonly<Record<number, Buffer>>,
  { codePage = 1252, created = 0 } = {},
): Buffer {
  const values: [id: number, value: Buffer][] = [
    [1, Buffer.concat([u32(2), u32(codePage)])],
    ...Object.entries(texts).map(([id, text]): [number, Buffer] => [
      Number(id),
      Buffer.concat([u32(30), u32(text.length + 1), text, Buffer.alloc(4 - (text.length % 4))]),
    ]),
  ];
  if (created > 0) values.push([12, Buffer.concat([u32(64), fileTime(created)])]);
  let offset = 8 + values.length * 8;
  const places = values.map(([id, value]) => {
    const place = Buffer.concat([u32(id), u32(offset)]);
    offset += value.length;
    return place;
  });
  const set = Buffer.concat([u32(offset), u32(values.length), ...places, ...values.map(([, value]) => value)]);
  const header = Buffer.alloc(48);
  header.writeUInt16LE(0xfffe, 0);
  header.writeUInt32LE(1, 24);
  header.writeUInt32LE(48, 44);
  return Buffer.concat([header, set]);
}

function fileTime(at: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(at + 11_644_473_600_000) * 10_000n);
  return bytes;
}

function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
