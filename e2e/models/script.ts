/**
 * When one of the keywords is the last to stand in the last user message, the model says this; where it has a call, it
 * calls the tool first and says this once it has the result.
 */
export interface ScriptedRule {
  /** Found anywhere, in words too, in lower case and with a capital. */
  when: readonly string[];
  say: string;
  /** Only where tools are offered, and this one is among them. */
  call?: { tool: string; arguments?: unknown };
}

export interface Token {
  text: string;
  type: 'normal' | 'unknown' | 'control' | 'userDefined' | 'byte';
}

/** After `token`, with the keywords of `slot` in the question, comes `next`. */
export interface Transition {
  token: number;
  slot: number;
  next: number;
}

/** The rules as a vocabulary and transitions between its tokens, by their numbers. */
export interface Script {
  tokens: Token[];
  unknown: number;
  /** Of the whole text, and of the end of a message. */
  start: number;
  end: number;
  messageStarts: ReadonlyMap<number, 'system' | 'user' | 'assistant'>;
  /** The slot of each keyword; slot 0 stands for none. */
  keywordSlots: ReadonlyMap<number, number>;
  transitions: Transition[];
}

/** The number of answers that a model can hold, the one for no keyword included; bounded by a head's size. */
export const slotCount = 64;

/** How llama.cpp writes a space in a token. */
const space = '\u2581';
const pieceLength = 6;

class Vocabulary {
  readonly tokens: Token[] = [];
  readonly #ids = new Map<string, number>();

  /** The number of the token, which is added if it is new. */
  id(text: string, type: Token['type'] = 'normal'): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.tokens.length);
    return this.tokens.push({ text, type }) - 1;
  }

  isTaken(text: string): boolean {
    const id = this.#ids.get(text);
    return id !== undefined && this.tokens[id]?.type !== 'normal';
  }
}

export function compileScript(rules: readonly ScriptedRule[], otherwise: string): Script {
  if (rules.length >= slotCount)
    throw new Error(`A scripted model holds ${slotCount - 1} rules, and these are ${rules.length}.`);
  const vocabulary = new Vocabulary();
  const unknown = vocabulary.id('<unk>', 'unknown');
  const start = vocabulary.id('<s>', 'control');
  vocabulary.id('<|im_start|>', 'control');
  const end = vocabulary.id('<|im_end|>', 'control');
  for (let byte = 0; byte < 256; byte++)
    vocabulary.id(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, 'byte');
  for (let code = 33; code < 127; code++) vocabulary.id(String.fromCharCode(code));
  vocabulary.id(space);
  const answerStart = vocabulary.id('assistant\n', 'userDefined');
  const messageStarts = new Map([
    [vocabulary.id('system\n', 'userDefined'), 'system' as const],
    [vocabulary.id('user\n', 'userDefined'), 'user' as const],
    [answerStart, 'assistant' as const],
  ]);
  const keywordSlots = new Map<number, number>();
  for (const [index, { when }] of rules.entries()) {
    for (const keyword of when.flatMap(spellings)) {
      const id = vocabulary.id(keyword.replaceAll(' ', space), 'userDefined');
      if (keywordSlots.has(id)) throw new Error(`Two rules want the keyword "${keyword}".`);
      keywordSlots.set(id, index + 1);
    }
  }
  const callStart = vocabulary.id(callPrefix, 'userDefined');
  const tools = new Map(
    rules.flatMap(({ call }) => (call ? [[call.tool, vocabulary.id(call.tool, 'userDefined')]] : [])),
  );
  const argumentsStart = vocabulary.id(argumentsPrefix);
  const newLine = vocabulary.id('<0x0A>', 'byte');
  const answers: Omit<ScriptedRule, 'when'>[] = [{ say: otherwise }, ...rules];
  const transitions = answers.flatMap(({ say, call }, slot) => {
    const used = new Set<string>(call ? [argumentsPrefix] : []);
    const along = (...path: number[]) =>
      path.slice(1).map((next, index) => ({ token: path[index] ?? end, slot, next }));
    if (!call) return along(answerStart, ...split(say, vocabulary, used), end);
    const values = split(JSON.stringify(call.arguments ?? {}), vocabulary, used);
    return [
      // node-llama-cpp writes what stands between the name and the arguments, and the result with a new line after it.
      ...along(answerStart, callStart, tools.get(call.tool) ?? end, newLine),
      ...along(argumentsStart, ...values, newLine),
      ...along(newLine, ...split(say, vocabulary, used), end),
    ];
  });
  return { tokens: vocabulary.tokens, unknown, start, end, messageStarts, keywordSlots, transitions };
}

/** How node-llama-cpp has a model write a call where its template does not say how. */
const callPrefix = '||call: ';
const argumentsPrefix = '(';

function spellings(keyword: string): string[] {
  const lower = keyword.toLowerCase();
  return [...new Set([keyword, lower, lower.charAt(0).toUpperCase() + lower.slice(1)])];
}

/**
 * Splits an answer into tokens, at spaces where it can. No token comes twice, nor one of those used, for a token must
 * tell where in the answer it stands; and none is a keyword or a message start.
 */
function split(text: string, vocabulary: Vocabulary, used: Set<string>): number[] {
  const pieces: string[] = [];
  let rest = text.replaceAll(' ', space);
  while (rest) {
    const untilSpace = rest.slice(1).indexOf(space) + 1;
    let length = untilSpace > 0 && untilSpace <= pieceLength + 3 ? untilSpace : pieceLength;
    const isFree = (piece: string) => !used.has(piece) && !vocabulary.isTaken(piece) && piece !== '\n';
    while (length < rest.length && !isFree(rest.slice(0, length))) length++;
    const piece = rest.slice(0, length);
    if (!isFree(piece)) throw new Error(`The answer cannot be split into tokens at its end: "${text}"`);
    used.add(piece);
    pieces.push(piece);
    rest = rest.slice(length);
  }
  return pieces.map((piece) => vocabulary.id(piece));
}
