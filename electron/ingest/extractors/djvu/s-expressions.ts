/** A text, a name or number, or a list of these. */
export type Expression = { text: string } | { symbol: string } | Expression[];

/** Lists in each other that are followed; the zones of a page have seven. */
const DEEPEST = 64;

const TOKEN = /\s*(?:(\()|(\))|"((?:[^"\\]|\\[\s\S])*)"|([^\s()"]+))/y;
const ESCAPE = /\\([0-7]{1,3}|[\s\S])/g;
const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' };

/** The expressions that the tools of DjVuLibre print one after the other, up to where they make no sense. */
export function expressionsIn(printed: string): Expression[] {
  const found: Expression[] = [];
  const open: Expression[][] = [];
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(printed); token; token = TOKEN.exec(printed)) {
    const [, opens, closes, text, symbol] = token;
    const into = open.at(-1) ?? found;
    if (opens !== undefined) {
      const list: Expression[] = [];
      into.push(list);
      open.push(list);
      if (open.length > DEEPEST) break;
    } else if (closes !== undefined) open.pop();
    else into.push(text === undefined ? { symbol: symbol ?? '' } : { text: unescaped(text) });
  }
  return found;
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, escaped: string) =>
    /^[0-7]/.test(escaped) ? String.fromCharCode(Number.parseInt(escaped, 8)) : (letters[escaped] ?? escaped),
  );
}

export function textOf(expression: Expression | undefined): string | undefined {
  return expression && 'text' in expression ? expression.text : undefined;
}

export function symbolOf(expression: Expression | undefined): string | undefined {
  return expression && 'symbol' in expression ? expression.symbol : undefined;
}
