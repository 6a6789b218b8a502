import { decodeText } from '../text/decode-text.ts';

/** A line of a calendar or a card: `NAME;PARAMETER=x:value` (RFC 5545, 3.1; RFC 6350, 3.3). */
export interface Property {
  /** In capitals, without the group that a card may put before it. */
  name: string;
  /** By names in capitals; those of the same name are joined by commas. */
  parameters: ReadonlyMap<string, string>;
  /** As it is written, other than that it is decoded from quoted-printable. */
  value: string;
}

/** What stands between `BEGIN` and `END`: an event, a card. */
export interface Component {
  /** In capitals. */
  type: string;
  properties: Property[];
  components: Component[];
}

/** Components in components that are told apart. */
const DEEPEST = 20;

/**
 * The components of a text whose lines end in `\n`. What is not closed ends where the text does; what is in no component,
 * or is no property, is left out.
 * @param most components that are read; what is beyond is left out
 */
export function readComponents(text: string, most: number): { components: Component[]; cut: boolean } {
  const root: Component = { type: '', properties: [], components: [] };
  const open = [root];
  let count = 0;
  for (const line of unfolded(text)) {
    const property = propertyOf(line);
    if (!property) continue;
    const { name, value } = property;
    if (name === 'BEGIN') {
      const component = { type: value.trim().toUpperCase(), properties: [], components: [] };
      if (++count > most) return { components: root.components, cut: true };
      open.at(-1)?.components.push(component);
      if (open.length < DEEPEST) open.push(component);
    } else if (name === 'END') close(open, value.trim().toUpperCase());
    else if (open.length > 1) open.at(-1)?.properties.push(property);
  }
  return { components: root.components, cut: false };
}

/** Ends the innermost component of a type, and what was left open in it. */
function close(open: Component[], type: string): void {
  const at = open.findLastIndex((component) => component.type === type);
  if (at > 0) open.length = at;
}

/** Lines of which long ones were written as several, each further one after a blank. */
function* unfolded(text: string): Generator<string> {
  let open = '';
  for (const line of text.split('\n')) {
    const softBreak = open.endsWith('=') && /;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i.test(open.slice(0, 200));
    if (/^[ \t]/.test(line)) open += line.slice(1);
    else if (softBreak) open = open.slice(0, -1) + line;
    else {
      yield open;
      open = line;
    }
  }
  yield open;
}

function propertyOf(line: string): Property | undefined {
  const head = /^(?:[\w-]+\.)?([A-Za-z][\w-]*)((?:;(?:[^":;]|"[^"]*")*)*):/.exec(line);
  if (!head) return undefined;
  const [whole, name = '', written = ''] = head;
  const parameters = parametersOf(written);
  return { name: name.toUpperCase(), parameters, value: decodedValue(line.slice(whole.length), parameters) };
}

function parametersOf(written: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [, key = '', quoted, bare] of written.matchAll(/;([^=;"]+)(?:=(?:"([^"]*)"|([^;]*)))?/g)) {
    // vCard 2.1 leaves out the names of types and encodings.
    const value = quoted ?? bare;
    const name =
      value !== undefined ? key.toUpperCase() : /^(?:quoted-printable|base64)$/i.test(key) ? 'ENCODING' : 'TYPE';
    const before = parameters.get(name);
    parameters.set(name, [before, value ?? key].filter((part) => part !== undefined).join(','));
  }
  return parameters;
}

function decodedValue(written: string, parameters: ReadonlyMap<string, string>): string {
  if (!/^quoted-printable$/i.test(parameters.get('ENCODING') ?? '')) return written;
  const bytes = written.replace(/=([\da-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  // What is no byte was decoded before, and stays as it is.
  if (/[^\0-\xff]/.test(bytes)) return bytes;
  return decodeText(Buffer.from(bytes, 'latin1'), parameters.get('CHARSET')).text.replace(/\r\n?/g, '\n');
}

/** A text value as people read it (RFC 5545, 3.3.11). */
export function plainValue(value: string): string {
  return value.replace(/\\([nN\\,;:])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign)).trim();
}

/** The parts of a value that are set apart by a sign, each as people read it. */
export function valueParts(value: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < value.length; at++) {
    // What follows a backslash is a sign of the text.
    if (value[at] === '\\') at++;
    else if (value[at] === separator) {
      parts.push(value.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, value.slice(start)].map(plainValue);
}

/** The first property of a name as people read it; empty where there is none. */
export function textOf({ properties }: Component, name: string): string {
  const found = properties.find((property) => property.name === name);
  return found ? plainValue(found.value) : '';
}
