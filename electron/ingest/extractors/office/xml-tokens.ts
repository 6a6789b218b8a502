/** A piece of XML: the text between two tags, or a tag. */
export type XmlToken =
  | { type: 'text'; text: string }
  | { type: 'open' | 'close' | 'empty'; name: string; attributes: string };

/**
 * The tags and texts of XML one after the other, for parts too large for a tree. Names are without their prefix, which
 * every program chooses for itself. Comments, declarations and document types are passed over, so that entities of the
 * document's own are never unfolded. What is not well-formed ends where it makes no more sense; nothing is thrown.
 */
export function* xmlTokens(xml: string): Generator<XmlToken> {
  for (let at = 0; at < xml.length; ) {
    const tag = xml.indexOf('<', at);
    const text = xml.slice(at, tag < 0 ? undefined : tag);
    if (text !== '') yield { type: 'text', text: decodeEntities(text) };
    if (tag < 0) return;
    const special = /[!?]/.test(xml.charAt(tag + 1))
      ? specials.find(({ start }) => xml.startsWith(start, tag))
      : undefined;
    const end = xml.indexOf(special?.end ?? '>', tag + (special?.start.length ?? 1));
    if (end < 0) return;
    if (special?.start === '<![CDATA[') yield { type: 'text', text: xml.slice(tag + special.start.length, end) };
    else if (!special) yield tagToken(xml.slice(tag + 1, end));
    at = end + (special?.end.length ?? 1);
  }
}

const specials = [
  { start: '<![CDATA[', end: ']]>' },
  { start: '<!--', end: '-->' },
  { start: '<?', end: '?>' },
  { start: '<!', end: '>' },
];

function tagToken(tag: string): XmlToken {
  const type = tag.startsWith('/') ? 'close' : tag.endsWith('/') ? 'empty' : 'open';
  const content = tag.slice(type === 'close' ? 1 : 0, type === 'empty' ? -1 : undefined);
  const end = content.search(/\s/);
  const name = end < 0 ? content : content.slice(0, end);
  return { type, name: name.slice(name.indexOf(':') + 1), attributes: end < 0 ? '' : content.slice(end) };
}

/** An attribute by its name without prefix; undefined where a tag does not have it. */
export function attribute({ attributes }: { attributes: string }, name: string): string | undefined {
  const found = new RegExp(`\\s(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found ? decodeEntities(found[1] ?? found[2] ?? '') : undefined;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
