/** Formats that are known by name and not read, by MIME type: what they are, and what would help. */
const unreadFormats: Record<string, string> = {
  'application/msword': 'legacy Word documents (.doc) yet; save it as .docx',
  'application/vnd.ms-excel': 'legacy Excel workbooks (.xls) yet; save it as .xlsx',
  'application/vnd.ms-powerpoint': 'legacy PowerPoint presentations (.ppt) yet; save it as .pptx',
  'application/vnd.ms-outlook': 'Outlook messages (.msg) yet; save it as .eml',
  'application/x-ole-storage': 'this kind of compound document (an older Microsoft or similar format)',
  'application/x-msaccess': 'Access databases',
  'application/vnd.wordperfect': 'WordPerfect documents',
  'application/vnd.lotus-wordpro': 'Lotus Word Pro documents',
  'application/x-ami-pro': 'Ami Pro documents',
  'application/vnd.lotus-1-2-3': 'Lotus 1-2-3 spreadsheets',
  'application/x-quattro-pro': 'Quattro Pro spreadsheets',
  'application/x-ibm-dca': 'IBM DisplayWrite and DCA documents',
  'application/x-iwork': 'Apple iWork documents; export it as PDF or .docx',
  'application/zip': 'ZIP archives yet; unpack it and add the folder',
  'application/x-7z-compressed': '7z archives yet; unpack it and add the folder',
  'application/x-rar-compressed': 'RAR archives yet; unpack it and add the folder',
  'application/x-tar': 'TAR archives yet; unpack it and add the folder',
  'application/gzip': 'gzip files yet; unpack it',
  'application/x-bzip2': 'bzip2 files yet; unpack it',
  'application/x-xz': 'xz files yet; unpack it',
  'multipart/related': 'saved web archives (.mht) yet; save the page as HTML',
};

/** Why a file of this type is not read, as a sentence. */
export function unreadReason(mime: string): string {
  const known = unreadFormats[mime];
  if (known !== undefined) return `There is no reader for ${known}.`;
  if (mime.startsWith('video/')) return `It is a video (${mime}); videos are not read yet.`;
  if (mime.startsWith('audio/')) return `It is a sound recording (${mime}); sound is not read yet.`;
  if (mime.startsWith('font/')) return `It is a font (${mime}).`;
  if (mime === 'application/octet-stream') return 'It is not in any format that Holdfast knows.';
  return `There is no reader for this format (${mime}).`;
}

interface Signature {
  mime: string;
  offset: number;
  bytes: readonly number[];
}

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];

/** First bytes of formats that the file-type library does not tell, mostly from old office programs. */
const signatures: readonly Signature[] = [
  { mime: 'application/vnd.wordperfect', offset: 0, bytes: [0xff, ...ascii('WPC')] },
  { mime: 'application/vnd.wordperfect', offset: 0, bytes: [0xcb, 0x0a, 0x01] },
  { mime: 'application/x-ami-pro', offset: 0, bytes: ascii('[ver]') },
  { mime: 'application/vnd.lotus-1-2-3', offset: 0, bytes: [0x00, 0x00, 0x02, 0x00, 0x06, 0x04] },
  { mime: 'application/vnd.lotus-1-2-3', offset: 0, bytes: [0x00, 0x00, 0x02, 0x00, 0x04, 0x04] },
  { mime: 'application/vnd.lotus-1-2-3', offset: 0, bytes: [0x00, 0x00, 0x1a, 0x00] },
  { mime: 'application/x-quattro-pro', offset: 0, bytes: [0x00, 0x00, 0x02, 0x00, 0x20, 0x51] },
  { mime: 'application/x-quattro-pro', offset: 0, bytes: [0x00, 0x00, 0x02, 0x00, 0x21, 0x51] },
  { mime: 'application/x-quattro-pro', offset: 0, bytes: [0x00, 0x00, 0x02, 0x00, 0x01, 0x10] },
  { mime: 'application/x-quattro-pro', offset: 0, bytes: [0x00, 0x00, 0x02, 0x00, 0x02, 0x10] },
  { mime: 'application/x-msaccess', offset: 4, bytes: ascii('Standard Jet DB') },
  { mime: 'application/x-msaccess', offset: 4, bytes: ascii('Standard ACE DB') },
  { mime: 'application/msword', offset: 0, bytes: [0xdb, 0xa5] },
  { mime: 'application/msword', offset: 0, bytes: [0xfe, 0x37, 0x00, 0x23] },
  { mime: 'application/msword', offset: 0, bytes: [0x31, 0xbe, 0x00, 0x00] },
  { mime: 'application/vnd.ms-powerpoint', offset: 0, bytes: [0xed, 0xde, 0xad, 0x0b] },
  { mime: 'application/vnd.ms-powerpoint', offset: 0, bytes: [0x0b, 0xad, 0xde, 0xed] },
  { mime: 'application/vnd.ms-excel', offset: 0, bytes: [0x09, 0x08] },
  { mime: 'application/vnd.ms-excel', offset: 0, bytes: [0x09, 0x04, 0x06, 0x00] },
  { mime: 'application/vnd.ms-excel', offset: 0, bytes: [0x09, 0x02, 0x06, 0x00] },
  { mime: 'application/vnd.ms-excel', offset: 0, bytes: [0x09, 0x00, 0x04, 0x00] },
  { mime: 'image/j2c', offset: 0, bytes: [0xff, 0x4f, 0xff, 0x51] },
];

/** The type that the first bytes of an old format tell; undefined where none does. */
export function typeBySignature(head: Uint8Array): string | undefined {
  return signatures.find(({ offset, bytes }) => bytes.every((byte, index) => head[offset + index] === byte))?.mime;
}

/** Names of streams in an OLE2 compound file that tell which program wrote it, in UTF-16LE as they stand there. */
const compoundStreams: readonly [string, string][] = [
  ['WordDocument', 'application/msword'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['__substg1.0', 'application/vnd.ms-outlook'],
  ['PerfectOffice_MAIN', 'application/vnd.wordperfect'],
  ['NativeContent_MAIN', 'application/x-quattro-pro'],
  ['Book', 'application/vnd.ms-excel'],
];

/** Which kind of document an OLE2 compound file is, by its directory, wherever in the file that lies. */
export function typeOfCompound(bytes: Buffer): string {
  const found = compoundStreams.find(([name]) => bytes.includes(Buffer.from(name, 'utf16le')));
  return found?.[1] ?? 'application/x-ole-storage';
}
