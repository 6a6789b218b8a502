/** A box of ISO 14496-12, the container of HEIF, JPEG 2000 and Canon’s CR3. */
export interface Box {
  type: string;
  content: Buffer;
}

/** The boxes at the top of some bytes; one that is cut off ends where they do. */
export function* boxesIn(bytes: Buffer): Generator<Box> {
  for (let at = 0; at + 8 <= bytes.length; ) {
    const stated = bytes.readUInt32BE(at);
    const long = stated === 1 && at + 16 <= bytes.length;
    const size = long ? Number(bytes.readBigUInt64BE(at + 8)) : stated === 0 ? bytes.length - at : stated;
    const head = long ? 16 : 8;
    if (size < head) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + head, at + size) };
    at += size;
  }
}

/** The content of the first box on a path of types. */
export function boxAt(bytes: Buffer, ...[type, ...rest]: readonly string[]): Buffer | undefined {
  for (const box of boxesIn(bytes)) {
    if (box.type === type) return rest.length === 0 ? box.content : boxAt(box.content, ...rest);
  }
  return undefined;
}

/** The content of the first box of a type of somebody’s own, which a UUID names. */
export function uuidBox(bytes: Buffer, uuid: string): Buffer | undefined {
  for (const { type, content } of boxesIn(bytes)) {
    if (type === 'uuid' && content.subarray(0, 16).toString('hex') === uuid) return content.subarray(16);
  }
  return undefined;
}
