import type { Cue } from './cues.ts';

/** Frames a second that captions are sent with, and how much longer than a second so many take. */
const FRAMES = 30;
const LONGER = 1.001;

/** Characters of CEA-608 in place of those of ASCII (annex: character sets). */
const basic: Readonly<Record<string, string>> = {
  "'": '’',
  '*': 'á',
  '\\': 'é',
  '^': 'í',
  _: 'ó',
  '`': 'ú',
  '{': 'ç',
  '|': '÷',
  '}': 'Ñ',
  '~': 'ñ',
  '\x7f': '█',
};
const special = '®°½¿™¢£♪à èâêîôû';
/** They stand after a character of ASCII that is shown where they are not known. */
const extended: Readonly<Record<number, string>> = {
  18: 'ÁÉÓÚÜü‘¡*’—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»',
  19: 'ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤│ÅåØø┌┐└┘',
};

/** Commands by their second byte: they begin captions that are made ready, roll or are written as one looks. */
const LOAD = 0x20;
const ROLL = [0x25, 0x26, 0x27];
const WRITE = 0x29;
const BACKSPACE = 0x21;
const ERASE_SHOWN = 0x2c;
const NEXT_LINE = 0x2d;
const ERASE_LOADED = 0x2e;
const SHOW = 0x2f;

export function beginsAsScenarist(text: string): boolean {
  return /^Scenarist_SCC V1\.0\s/.test(text);
}

/** The captions of a file of Scenarist, which holds what is sent in line 21 (CEA-608), with their times. */
export function readScenarist(text: string): Cue[] {
  const captions = new Captions();
  for (const [, hours, minutes, seconds, mark, frames, codes = ''] of text.matchAll(
    /^(\d{1,2}):(\d\d):(\d\d)([:;.,])(\d\d)[ \t]+([0-9a-f \t]+)$/gim,
  )) {
    const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
    // Where frames are not dropped, such a second is longer than one.
    const start = (whole + Number(frames) / FRAMES) * (mark === ':' ? LONGER : 1) * 1000;
    let before = '';
    for (const [index, code] of codes.trim().split(/\s+/).entries()) {
      const [first = 0, second = 0] = Buffer.from(code.padStart(4, '0').slice(0, 4), 'hex').map((byte) => byte & 0x7f);
      const isCommand = first >= 0x10 && first < 0x20;
      // Commands are sent twice, should one be lost.
      const isRepeated = isCommand && code === before;
      before = isRepeated ? '' : code;
      if (!isRepeated) captions.take(first, second, Math.round(start + (index * 1000) / FRAMES));
    }
  }
  return captions.all();
}

class Captions {
  readonly #cues: Cue[] = [];
  /** What is made ready, and what is shown since when. */
  #loaded = '';
  #shown = '';
  #since = 0;
  #isLoading = true;
  #now = 0;

  take(first: number, second: number, now: number): void {
    this.#now = now;
    // The second channel has the same codes, with one bit.
    const code = first & 0x77;
    if (first >= 0x20)
      this.#write(
        [first, second]
          .filter((byte) => byte >= 0x20)
          .map(character)
          .join(''),
      );
    else if (code === 0x11 && second >= 0x30 && second < 0x40) this.#write(special[second - 0x30] ?? '');
    else if (extended[code] !== undefined && second >= 0x20 && second < 0x40) {
      this.#backspace();
      this.#write(extended[code]?.[second - 0x20] ?? '');
    } else if ((code === 0x14 || code === 0x15) && second < 0x30) this.#command(second);
    // A place on the screen, a colour or a step to the right.
    else if (first >= 0x10) this.#write(' ');
  }

  all(): Cue[] {
    this.#end();
    return this.#cues;
  }

  #command(command: number): void {
    if (command === LOAD) this.#isLoading = true;
    else if (command === WRITE || ROLL.includes(command)) this.#isLoading = false;
    else if (command === ERASE_SHOWN) this.#end();
    else if (command === ERASE_LOADED) this.#loaded = '';
    else if (command === NEXT_LINE) this.#end();
    else if (command === BACKSPACE) this.#backspace();
    else if (command === SHOW) {
      this.#end();
      [this.#shown, this.#loaded, this.#since] = [this.#loaded, '', this.#now];
    }
  }

  #write(text: string): void {
    if (this.#isLoading) this.#loaded += text;
    else {
      if (this.#shown.trim() === '') this.#since = this.#now;
      this.#shown += text;
    }
  }

  #backspace(): void {
    if (this.#isLoading) this.#loaded = this.#loaded.slice(0, -1);
    else this.#shown = this.#shown.slice(0, -1);
  }

  #end(): void {
    const text = this.#shown.replace(/\s+/g, ' ').trim();
    if (text !== '') this.#cues.push({ start: this.#since, end: Math.max(this.#since, this.#now), text });
    this.#shown = '';
  }
}

function character(byte: number): string {
  const ascii = String.fromCharCode(byte);
  return basic[ascii] ?? ascii;
}
