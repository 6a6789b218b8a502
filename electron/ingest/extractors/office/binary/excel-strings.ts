import type { ExcelRecord } from './excel-records.ts';

/** Bits of what is said of a string before it ([MS-XLS], 2.5.293). */
const WIDE = 1;
const WITH_SOUNDS = 4;
const WITH_FORMATS = 8;

/** Reads what lies in a record and goes on in those that continue it. What is missing at its end is 0. */
export class ExcelBody {
  readonly #parts: readonly Buffer[];
  #part = 0;
  #at: number;

  constructor({ body, continued }: Pick<ExcelRecord, 'body' | 'continued'>, from = 0) {
    this.#parts = [body, ...continued];
    this.#at = from;
  }

  get isAtEnd(): boolean {
    this.#goOn();
    return this.#part >= this.#parts.length;
  }

  number(bytes: 1 | 2 | 4): number {
    let value = 0;
    for (let index = 0; index < bytes; index++) {
      this.#goOn();
      value += (this.#parts[this.#part]?.[this.#at++] ?? 0) * 256 ** index;
    }
    return value;
  }

  skip(bytes: number): void {
    for (let left = bytes; left > 0 && !this.isAtEnd; ) {
      const step = Math.min(left, this.#left);
      this.#at += step;
      left -= step;
    }
  }

  /** A string of the workbook's list, without how it is formatted and pronounced. */
  sharedString(): string {
    const length = this.number(2);
    const flags = this.number(1);
    const formats = flags & WITH_FORMATS ? this.number(2) : 0;
    const sounds = flags & WITH_SOUNDS ? this.number(4) : 0;
    const text = this.characters(length, flags);
    this.skip(formats * 4 + sounds);
    return text;
  }

  /** A string with its length before it. */
  string(): string {
    const length = this.number(2);
    return this.characters(length, this.number(1));
  }

  /** Characters; where they go on in another record, it says anew how wide they are. */
  characters(length: number, flags: number): string {
    const texts: string[] = [];
    let isWide = (flags & WIDE) !== 0;
    for (let left = length; left > 0; ) {
      if (this.#left === 0) {
        if (this.isAtEnd) break;
        isWide = (this.number(1) & WIDE) !== 0;
      }
      const width = isWide ? 2 : 1;
      const count = Math.min(left, Math.ceil(this.#left / width));
      const bytes = this.#parts[this.#part]?.subarray(this.#at, this.#at + count * width) ?? Buffer.alloc(0);
      texts.push(bytes.toString(isWide ? 'utf16le' : 'latin1'));
      this.#at += count * width;
      left -= count;
    }
    return texts.join('');
  }

  get #left(): number {
    return Math.max(0, (this.#parts[this.#part]?.length ?? 0) - this.#at);
  }

  #goOn(): void {
    while (this.#part < this.#parts.length && this.#left === 0) {
      this.#part++;
      this.#at = 0;
    }
  }
}

/** The strings that cells of a workbook share. */
export function sharedStrings(record: ExcelRecord): string[] {
  const body = new ExcelBody(record, 4);
  const strings: string[] = [];
  for (let left = body.number(4); left > 0 && !body.isAtEnd; left--) strings.push(body.sharedString());
  return strings;
}
