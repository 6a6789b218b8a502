import { ids, MapiProperties, types } from './mapi-properties.ts';
import { messageOf, type OutlookAttachment, type OutlookMessage } from './outlook-message.ts';

const SIGNATURE = 0x223e9f78;
const HEADER = 6;
/** Attributes ([MS-OXTNEF], 2.1.3.2), by the lower half of their ids. */
const attributes = {
  subject: 0x8004,
  body: 0x800c,
  attachmentData: 0x800f,
  attachmentTitle: 0x8010,
  newAttachment: 0x9002,
  properties: 0x9003,
  attachmentProperties: 0x9005,
  codePage: 0x9007,
} as const;
/** Properties from this id on are named, with their names before their values. */
const FIRST_NAMED = 0x8000;
const MULTIPLE = 0x1000;
/** Bytes of an embedded object before what is in it: the id of its interface. */
const INTERFACE = 16;
/** Messages in messages that are read. */
const DEEPEST = 10;

/** A message as Outlook attaches it to a mail, as `winmail.dat` ([MS-OXTNEF]); undefined where the bytes are none. */
export function readTnef(bytes: Buffer, depth = 0): OutlookMessage | undefined {
  if (bytes.length < HEADER || bytes.readUInt32LE(0) !== SIGNATURE || depth > DEEPEST) return undefined;
  const properties = new MapiProperties();
  const attachments: { properties: MapiProperties; data: Buffer }[] = [];
  for (const { id, data } of attributesOf(bytes)) {
    const attachment = attachments.at(-1);
    if (id === attributes.newAttachment)
      attachments.push({ properties: new MapiProperties(properties.codePage), data: Buffer.alloc(0) });
    else if (id === attributes.codePage) properties.set(ids.messageCodePage, { type: types.integer, bytes: data });
    else if (id === attributes.subject) properties.set(ids.subject, { type: types.string8, bytes: data });
    else if (id === attributes.body) properties.set(ids.body, { type: types.string8, bytes: data });
    else if (id === attributes.properties) readProperties(data, properties);
    else if (!attachment) continue;
    else if (id === attributes.attachmentTitle)
      attachment.properties.set(ids.fileName, { type: types.string8, bytes: data });
    else if (id === attributes.attachmentData) attachment.data = data;
    else if (id === attributes.attachmentProperties) readProperties(data, attachment.properties);
  }
  return messageOf(
    properties,
    attachments.map(({ properties, data }, index) => attachmentOf(properties, data, index, depth)),
  );
}

function attachmentOf(properties: MapiProperties, data: Buffer, index: number, depth: number): OutlookAttachment {
  const name =
    properties.text(ids.longFileName) ||
    properties.text(ids.fileName) ||
    properties.text(ids.displayName) ||
    `attachment ${index + 1}`;
  const attached = properties.get(ids.attached);
  const inner = attached?.type === types.object ? attached.bytes.subarray(INTERFACE) : undefined;
  const message = inner && readTnef(inner, depth + 1);
  if (message) return { name, message };
  return { name, bytes: data.length > 0 ? data : (inner ?? attached?.bytes ?? data) };
}

function* attributesOf(bytes: Buffer): Generator<{ id: number; data: Buffer }> {
  for (let at = HEADER; at + 9 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 5);
    yield { id: bytes.readUInt16LE(at + 1), data: bytes.subarray(at + 9, at + 9 + length) };
    // A sum of the bytes follows.
    at += 9 + length + 2;
  }
}

/** Reads a list of properties ([MS-OXTNEF], 2.1.3.4), as far as it makes sense. */
function readProperties(bytes: Buffer, into: MapiProperties): void {
  const reader = new Reader(bytes);
  for (let left = reader.number(); left > 0 && !reader.isAtEnd; left--) {
    const tag = reader.number();
    const [type, id] = [tag & 0xffff, tag >>> 16];
    if (id >= FIRST_NAMED) skipName(reader);
    const value = firstValue(reader, type & ~MULTIPLE, (type & MULTIPLE) !== 0);
    if (!value) return;
    if (id < FIRST_NAMED) into.set(id, { type: type & ~MULTIPLE, bytes: value });
  }
}

function skipName(reader: Reader): void {
  reader.take(16);
  const isNumber = reader.number() === 0;
  const length = reader.number();
  if (!isNumber) reader.take(padded(length));
}

/** The first value of a property; undefined where its type is none. */
function firstValue(reader: Reader, type: number, isMultiple: boolean): Buffer | undefined {
  const size = fixedSizes[type];
  const isVariable = size === undefined;
  if (isVariable && !variable.has(type)) return undefined;
  let first: Buffer | undefined;
  const count = isMultiple || isVariable ? reader.number() : 1;
  for (let left = count; left > 0 && !reader.isAtEnd; left--) {
    const length = size ?? reader.number();
    const value = reader.take(isVariable ? padded(length) : length).subarray(0, length);
    first ??= value;
  }
  return first ?? Buffer.alloc(0);
}

const variable: ReadonlySet<number> = new Set([types.object, types.string8, types.unicode, types.binary]);
/** Bytes of values of a type, with what fills them up to four. */
const fixedSizes: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  /** 0 where the bytes end before. */
  number(): number {
    const bytes = this.take(4);
    return bytes.length === 4 ? bytes.readUInt32LE() : 0;
  }
}
