/** A line of a document for roff: a request or macro with its arguments, or text. */
export type RoffLine = { macro: string; words: readonly string[] } | { text: string };

/** Characters by their names; of those that are missing, nothing is shown. See groff_char(7). */
const characters: ReadonlyMap<string, string> = new Map(
  [
    'aq \' dq " oq ‘ cq ’ lq “ rq ” Bq „ bq ‚ Fo « Fc » fo ‹ fc › em — en – hy ‐ mi − bu • co © rg ® tm ™ dg † dd ‡ sc § ps ¶',
    'de ° ha ^ ti ~ ga ` rs \\ sl / ba | bv | br | ul _ sh # at @ Do $ lB [ rB ] lC { rC } la ⟨ ra ⟩ Eu € eu € Ye ¥ Po £ ct ¢',
    'mu × di ÷ +- ± -> → <- ← ua ↑ da ↓ <> ↔ <= ≤ >= ≥ != ≠ == ≡ ~= ≈ if ∞ no ¬ OK ✓ sq □ ci ○ ss ß ae æ AE Æ oe œ OE Œ /o ø /O Ø',
    ":a ä :o ö :u ü :A Ä :O Ö :U Ü :e ë :i ï oa å oA Å ,c ç ,C Ç 'a á 'e é 'i í 'o ó 'u ú 'E É `a à `e è `i ì `o ò `u ù",
    '^a â ^e ê ^i î ^o ô ^u û ~n ñ ~a ã ~o õ vs š vS Š vz ž vZ Ž vc č 12 ½ 14 ¼ 34 ¾ S1 ¹ S2 ² S3 ³ r! ¡ r? ¿',
  ].flatMap((line) => {
    const parts = line.split(' ');
    return parts.flatMap((name, place): [string, string][] =>
      place % 2 === 0 ? [[name, parts[place + 1] ?? '']] : [],
    );
  }),
);

/** Strings that the macros of manual pages define. */
const usualStrings: Readonly<Record<string, string>> = { R: '®', Tm: '™', lq: '“', rq: '”', Aq: "'" };

/** Deeper than that strings that name each other are no text. */
const STRINGS_IN_STRINGS = 5;

/** The name of a string, register or font: of one letter, of two after a parenthesis, or in brackets. */
const NAME = String.raw`(?:\((..)|\[([^\]\n]*)\]|(.))`;
const escapes = new RegExp(
  [
    String.raw`\\\*${NAME}`, // a string
    String.raw`\\\[([^\]\n]*)\]|\\\((..)`, // a character
    String.raw`\\N'(\d+)'`, // a character by its number
    String.raw`\\[fFgkmMnYV](?:[+-])?${NAME}`, // fonts, registers, colours
    String.raw`\\s(?:\[[^\]\n]*\]|\([+-]?..|[+-]?'[^'\n]*'|[+-]?\d)`, // sizes
    String.raw`\\[AbBCDhHlLoRSvwxXZ]'[^'\n]*'`, // movements and drawings
    String.raw`\\([\s\S])`,
  ].join('|'),
  'g',
);
/** What a single letter after the backslash stands for; nothing for the others, which place what is around them. */
const single: Readonly<Record<string, string>> = {
  '-': '-',
  e: '\\',
  E: '\\',
  '\\': '\\',
  ' ': ' ',
  '~': ' ',
  '0': ' ',
  '.': '.',
  "'": '´',
  '`': '`',
  t: '\t',
  '"': '',
};

/**
 * The lines of a document for roff, with its own strings put in, comments, definitions of macros and what is not for a
 * terminal left out. Source: groff(7), as far as manual pages make use of it.
 */
export function* roffLines(source: string): Generator<RoffLine> {
  const strings = new Map(Object.entries(usualStrings));
  const read = (text: string) => withoutEscapes(text, strings);
  const lines = source.replaceAll('\r\n', '\n').replace(/\\\n/g, '').split('\n');
  let skipUntil: RegExp | undefined;
  /** Braces of conditions that do not hold and are not closed yet. */
  let unmet = 0;
  let elseHolds = false;
  for (const raw of lines) {
    if (skipUntil) {
      if (skipUntil.test(raw)) skipUntil = undefined;
      continue;
    }
    if (unmet > 0) {
      unmet += bracesOf(raw);
      continue;
    }
    let line = raw.replace(/\\["#].*$/, '').replace(/\\\}/g, '');
    for (let nested = true; nested; ) {
      nested = false;
      const condition = /^[.']\s*(if|ie|el|while|nop)\b\s*(.*)$/.exec(line);
      if (!condition) break;
      const { holds, rest } = met(condition[1] ?? '', condition[2] ?? '', elseHolds);
      if (condition[1] === 'ie') elseHolds = !holds;
      const isBlock = /\\\{/.test(rest);
      if (!holds) {
        if (isBlock) unmet = Math.max(0, bracesOf(raw));
        line = '';
      } else {
        line = rest.replace(/^\s*\\\{\s*/, '');
        nested = true;
      }
    }
    const request = /^[.']\s*([^\s\\]*)\s*(.*)$/.exec(line);
    if (!request) {
      if (line !== '' || raw === '') yield { text: read(line) };
      continue;
    }
    const [, macro = '', rest = ''] = request;
    if (macro === 'de' || macro === 'de1' || macro === 'am' || macro === 'ig')
      skipUntil = new RegExp(`^[.']\\s*${macro === 'ig' && rest !== '' ? escaped(rest.trim()) : endOf(rest)}\\s*$`);
    else if (macro === 'ds' || macro === 'as') {
      const [, name = '', value = ''] = /^(\S+)\s*"?(.*)$/.exec(rest) ?? [];
      strings.set(name, (macro === 'as' ? (strings.get(name) ?? '') : '') + value);
    } else if (macro !== '') yield { macro, words: wordsOf(rest).map(read) };
  }
}

/** What ends the definition of a macro: two dots, or the macro that is named for it. */
function endOf(definition: string): string {
  return escaped(definition.trim().split(/\s+/)[1] ?? '.');
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}

function bracesOf(line: string): number {
  return (line.match(/\\\{/g)?.length ?? 0) - (line.match(/\\\}/g)?.length ?? 0);
}

/** Whether a condition holds on a terminal. Of registers that is not known: then the first of two branches is taken, and one alone is not. */
function met(kind: string, condition: string, elseHolds: boolean): { holds: boolean; rest: string } {
  if (kind === 'el') return { holds: elseHolds, rest: condition };
  if (kind === 'nop') return { holds: true, rest: condition };
  const found = /^(!?)\s*(?:([ntoevrdcmF])(?![\w(])|('[^']*'[^']*'|"[^"]*"[^"]*")|(\([^)]*\)|\S+))\s*(.*)$/.exec(
    condition,
  );
  const [, not = '', letter = '', compared = '', expression = '', rest = ''] = found ?? [];
  const [, one, other] = /^['"](.*)['"](.*)['"]$/.exec(compared) ?? [];
  const holds =
    letter !== ''
      ? letter === 'n' || letter === 'o'
      : compared !== ''
        ? one === other
        : kind === 'ie' && expression !== '';
  return { holds: kind !== 'while' && (not === '!' ? !holds : holds), rest };
}

/** Arguments stand apart by blanks; in quotes they may have some, and two quotes there stand for one. */
function wordsOf(rest: string): string[] {
  return [...rest.matchAll(/"((?:[^"]|"")*)"?|((?:\\.|\S)+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}

function withoutEscapes(text: string, strings: ReadonlyMap<string, string>, depth = 0): string {
  if (!text.includes('\\')) return text;
  return text.replace(escapes, (...found: (string | undefined)[]) => {
    const [, two, bracketed, one, named, pair, number] = found;
    const letter = found[10];
    const string = two ?? bracketed ?? one;
    if (string !== undefined)
      return depth < STRINGS_IN_STRINGS ? withoutEscapes(strings.get(string) ?? '', strings, depth + 1) : '';
    if (named !== undefined || pair !== undefined) return characterOf(named ?? pair ?? '');
    if (number !== undefined) return String.fromCharCode(Number(number) & 0xffff);
    return letter === undefined ? '' : (single[letter] ?? '');
  });
}

function characterOf(name: string): string {
  const codes = /^u([0-9A-F]{4,6}(?:_[0-9A-F]{4,6})*)$/.exec(name)?.[1];
  if (codes === undefined) return characters.get(name) ?? '';
  const points = codes.split('_').map((code) => Number.parseInt(code, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : '';
}
