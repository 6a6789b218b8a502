import { readRtf } from '../rtf/rtf-document.ts';
import { declaredEncoding, decodeText } from '../text/decode-text.ts';
import { htmlToText } from '../text/html-to-text.ts';
import { unpackRtf } from './compressed-rtf.ts';
import { ids, type MapiProperties } from './mapi-properties.ts';

/** Characters of a body that are read. */
const MOST_TEXT = 20 * 1024 * 1024;

/** A message as Outlook keeps it, in whichever of its formats. */
export interface OutlookMessage {
  subject: string;
  /** Who wrote to whom, by name and address. */
  from: string;
  to: string;
  cc: string;
  /** Milliseconds since 1970; null where it is not told. */
  sent: number | null;
  body: string;
  attachments: OutlookAttachment[];
}

/** A file, or another message. */
export type OutlookAttachment = { name: string; bytes: Buffer } | { name: string; message: OutlookMessage };

export function messageOf(properties: MapiProperties, attachments: OutlookAttachment[]): OutlookMessage {
  const name = properties.text(ids.sender);
  const address = properties.text(ids.senderSmtp) || properties.text(ids.senderAddress);
  return {
    subject: properties.text(ids.subject),
    // Within an organisation, addresses are long paths that nobody knows.
    from: address.includes('@') && address !== name ? `${name} <${address}>`.trim() : name,
    to: properties.text(ids.to),
    cc: properties.text(ids.cc),
    sent: properties.time(ids.sent) ?? properties.time(ids.received),
    body: bodyOf(properties),
    attachments,
  };
}

/** The body as text: as it is kept beside the page or the RTF that was sent, or out of these. */
function bodyOf(properties: MapiProperties): string {
  const plain = properties.text(ids.body).replace(/\r\n?/g, '\n').slice(0, MOST_TEXT);
  if (plain.trim() !== '') return plain;
  const html = properties.get(ids.html)?.bytes;
  if (html && html.length > 0) return htmlToText(decodeText(html, declaredEncoding(html)).text.slice(0, MOST_TEXT));
  const rtf = unpackRtf(properties.get(ids.packedRtf)?.bytes ?? Buffer.alloc(0));
  return rtf ? readRtf(rtf, MOST_TEXT).text : '';
}
