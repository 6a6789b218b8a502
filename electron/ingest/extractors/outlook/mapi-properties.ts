import { encodingOfCodePage } from '../rtf/rtf-encodings.ts';
import { decodeText } from '../text/decode-text.ts';
import { decodeBytes } from '../text/dos-code-pages.ts';

/** Types of properties ([MS-OXCDATA], 2.11.1). */
export const types = { integer: 0x03, object: 0x0d, string8: 0x1e, unicode: 0x1f, time: 0x40, binary: 0x102 } as const;

/** Properties of messages and attachments ([MS-OXPROPS]), by their ids. */
export const ids = {
  sent: 0x0039,
  subject: 0x0037,
  sender: 0x0c1a,
  senderAddress: 0x0c1f,
  senderSmtp: 0x5d01,
  cc: 0x0e03,
  to: 0x0e04,
  received: 0x0e06,
  body: 0x1000,
  packedRtf: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  attached: 0x3701,
  fileName: 0x3704,
  longFileName: 0x3707,
  codePage: 0x3fde,
  messageCodePage: 0x3ffd,
} as const;

/** Milliseconds from 1601, where Windows begins to count, to 1970. */
const EPOCH_MS = 11_644_473_600_000;

export interface MapiValue {
  type: number;
  bytes: Buffer;
}

/** The properties of a message or attachment, by their ids. */
export class MapiProperties {
  readonly #values = new Map<number, MapiValue>();
  /** The code page of texts, where those of the message around it say none. */
  readonly #fallbackCodePage: number;

  constructor(fallbackCodePage = 0) {
    this.#fallbackCodePage = fallbackCodePage;
  }

  set(id: number, value: MapiValue): void {
    this.#values.set(id, value);
  }

  get(id: number): MapiValue | undefined {
    return this.#values.get(id);
  }

  /** The code page of texts that are not Unicode; 0 where none is told. */
  get codePage(): number {
    return this.number(ids.messageCodePage) || this.number(ids.codePage) || this.#fallbackCodePage;
  }

  number(id: number): number {
    const { bytes } = this.#values.get(id) ?? {};
    return bytes && bytes.length >= 4 ? bytes.readUInt32LE() : 0;
  }

  /** Empty where there is none. */
  text(id: number): string {
    const value = this.#values.get(id);
    if (!value) return '';
    if (value.type === types.unicode) return withoutEnd(value.bytes.toString('utf16le'));
    return value.type === types.object ? '' : withoutEnd(decode(value.bytes, this.codePage));
  }

  /** Milliseconds since 1970; null where there is none. */
  time(id: number): number | null {
    const { bytes } = this.#values.get(id) ?? {};
    if (!bytes || bytes.length < 8) return null;
    const time = Number(bytes.readBigUInt64LE() / 10_000n) - EPOCH_MS;
    return time > 0 && time < 8.64e15 ? time : null;
  }
}

function decode(bytes: Buffer, codePage: number): string {
  return codePage > 0 ? decodeBytes(bytes, encodingOfCodePage(codePage)) : decodeText(bytes).text;
}

/** Texts end in zeros. */
function withoutEnd(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
