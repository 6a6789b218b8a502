import { readCompoundFile, type Storage } from '../compound/compound-storage.ts';
import { ids, MapiProperties } from './mapi-properties.ts';
import { messageOf, type OutlookAttachment, type OutlookMessage } from './outlook-message.ts';

/** The stream of values that have a fixed size, and what stands before them ([MS-OXMSG], 2.4). */
const FIXED = '__properties_version1.0';
const headers = { message: 32, inMessage: 24, attachment: 8 } as const;
const FIXED_ENTRY = 16;
/** The stream of another value: its id and type in hexadecimal. */
const VALUE = /^__substg1\.0_([\dA-F]{4})([\dA-F]{4})$/i;
/** The storage of a message that is attached. */
const ATTACHED_MESSAGE = '__substg1.0_3701000D';
const ATTACHMENT = /^__attach_version1\.0_/i;
/** Messages in messages that are read. */
const DEEPEST = 10;

/** A message that Outlook saved as a file ([MS-OXMSG]); undefined where the bytes are none. */
export function readMsg(bytes: Buffer): OutlookMessage | undefined {
  const root = readCompoundFile(bytes);
  return root?.streams.has(FIXED) ? messageIn(root, headers.message, 0) : undefined;
}

function messageIn(storage: Storage, header: number, depth: number): OutlookMessage {
  const properties = propertiesIn(storage, header, 0);
  const attachments = [...storage.storages]
    .filter(([name]) => ATTACHMENT.test(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, attached], index) => attachmentIn(attached, properties.codePage, index, depth));
  return messageOf(properties, attachments);
}

function attachmentIn(storage: Storage, codePage: number, index: number, depth: number): OutlookAttachment {
  const properties = propertiesIn(storage, headers.attachment, codePage);
  const name =
    properties.text(ids.longFileName) ||
    properties.text(ids.fileName) ||
    properties.text(ids.displayName) ||
    `attachment ${index + 1}`;
  const message = storage.storages.get(ATTACHED_MESSAGE);
  if (message && depth < DEEPEST) return { name, message: messageIn(message, headers.inMessage, depth + 1) };
  return { name, bytes: properties.get(ids.attached)?.bytes ?? Buffer.alloc(0) };
}

function propertiesIn({ streams }: Storage, header: number, codePage: number): MapiProperties {
  const properties = new MapiProperties(codePage);
  const fixed = streams.get(FIXED)?.() ?? Buffer.alloc(0);
  for (let at = header; at + FIXED_ENTRY <= fixed.length; at += FIXED_ENTRY)
    properties.set(fixed.readUInt16LE(at + 2), {
      type: fixed.readUInt16LE(at),
      bytes: fixed.subarray(at + 8, at + 16),
    });
  for (const [name, read] of streams) {
    const [, id, type] = VALUE.exec(name) ?? [];
    if (id === undefined || type === undefined) continue;
    properties.set(Number.parseInt(id, 16), { type: Number.parseInt(type, 16), bytes: read() });
  }
  return properties;
}
