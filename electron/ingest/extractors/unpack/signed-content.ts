/** Object identifiers of the Cryptographic Message Syntax (RFC 5652), as they are encoded. */
const SIGNED = Buffer.from('06092a864886f70d010702', 'hex');
const ENVELOPED = Buffer.from('06092a864886f70d010703', 'hex');
const AUTHENTICATED = Buffer.from('060b2a864886f70d0109100117', 'hex');
/** Tags of ASN.1 (X.690). */
const tags = { sequence: 0x30, octets: 0x04, octetsInPieces: 0x24, content: 0xa0 } as const;
/** Pieces in pieces that are read. */
const DEEPEST = 8;

/** What a file of the Cryptographic Message Syntax is; undefined where it is none. */
export type CmsKind = 'signed' | 'signature' | 'encrypted';

interface Element {
  tag: number;
  /** Where its content begins and ends, in bytes; where its length is not told, it ends somewhere before `end`. */
  start: number;
  end: number;
}

/** Tells a signed document, a signature without its document, and an encrypted document by the first bytes. */
export function cmsKind(head: Buffer): CmsKind | undefined {
  const type = elementAt(head, elementAt(head, 0, tags.sequence)?.start);
  if (!type) return undefined;
  const identifier = (wanted: Buffer) => head.subarray(type.start - 2, type.start - 2 + wanted.length).equals(wanted);
  if (identifier(ENVELOPED) || identifier(AUTHENTICATED)) return 'encrypted';
  if (!identifier(SIGNED)) return undefined;
  return contentElement(head) ? 'signed' : 'signature';
}

/** The document that was signed, as far as it is there; undefined where there is none in it. */
export function signedContent(bytes: Buffer): Buffer | undefined {
  const content = contentElement(bytes);
  return content && Buffer.concat(piecesOf(bytes, content, 0));
}

/** ContentInfo → SignedData → encapContentInfo → eContent (RFC 5652, 3 and 5). */
function contentElement(bytes: Buffer): Element | undefined {
  const outer = elementAt(bytes, 0, tags.sequence);
  const type = elementAt(bytes, outer?.start);
  const explicit = elementAt(bytes, type?.end, tags.content);
  const signed = elementAt(bytes, explicit?.start, tags.sequence);
  const version = elementAt(bytes, signed?.start);
  const digests = elementAt(bytes, version?.end);
  const encapsulated = elementAt(bytes, digests?.end, tags.sequence);
  const contentType = elementAt(bytes, encapsulated?.start);
  if (!encapsulated || !contentType || contentType.end >= encapsulated.end) return undefined;
  const content = elementAt(bytes, contentType.end, tags.content);
  return elementAt(bytes, content?.start, tags.octets) ?? elementAt(bytes, content?.start, tags.octetsInPieces);
}

function piecesOf(bytes: Buffer, element: Element, depth: number): Buffer[] {
  if (element.tag === tags.octets) return [bytes.subarray(element.start, element.end)];
  const pieces: Buffer[] = [];
  for (let at = element.start; at < element.end && depth < DEEPEST; ) {
    const piece = elementAt(bytes, at, tags.octets) ?? elementAt(bytes, at, tags.octetsInPieces);
    if (!piece) break;
    for (const inner of piecesOf(bytes, piece, depth + 1)) pieces.push(inner);
    at = piece.end;
  }
  return pieces;
}

/** The element at an offset, where there is one, and has the tag that is wanted. */
function elementAt(bytes: Buffer, at: number | undefined, wanted?: number): Element | undefined {
  if (at === undefined || at + 2 > bytes.length) return undefined;
  const tag = bytes[at] ?? 0;
  if (wanted !== undefined && tag !== wanted) return undefined;
  const first = bytes[at + 1] ?? 0;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const size = first & 0x7f;
  if (size === 0) return { tag, start: at + 2, end: bytes.length };
  if (size > 6 || at + 2 + size > bytes.length) return undefined;
  const start = at + 2 + size;
  return { tag, start, end: start + bytes.readUIntBE(at + 2, size) };
}
