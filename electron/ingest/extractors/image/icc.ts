/** A profile's own name (ICC.1:2022, 9.2.41): its description in whichever form it has. */
export function profileName(profile: Buffer): string {
  const tags = profile.length >= 132 ? Math.min(100, profile.readUInt32BE(128)) : 0;
  for (let index = 0; index < tags; index++) {
    const entry = 132 + index * 12;
    if (entry + 12 > profile.length) return '';
    if (profile.toString('latin1', entry, entry + 4) !== 'desc') continue;
    const offset = profile.readUInt32BE(entry + 4);
    return nameIn(profile.subarray(offset, offset + profile.readUInt32BE(entry + 8)));
  }
  return '';
}

function nameIn(content: Buffer): string {
  const type = content.toString('latin1', 0, 4);
  if (type === 'desc' && content.length > 12) {
    const length = content.readUInt32BE(8);
    return content
      .toString('latin1', 12, 12 + length)
      .replace(/\0[\s\S]*$/, '')
      .trim();
  }
  if (type !== 'mluc' || content.length < 28) return '';
  const [length, offset] = [content.readUInt32BE(20), content.readUInt32BE(24)];
  const units = Buffer.from(content.subarray(offset, offset + (length & ~1)));
  return units.length % 2 === 0 ? units.swap16().toString('utf16le').replaceAll('\0', '').trim() : '';
}

/** The primaries of Adobe RGB (1998), adapted to the white of profiles, D50. */
const adobeRgb = {
  rXYZ: [0.60974, 0.31111, 0.01947],
  gXYZ: [0.20528, 0.62567, 0.06087],
  bXYZ: [0.14919, 0.06322, 0.74457],
  wtpt: [0.9505, 1, 1.0891],
} as const;

/** A profile for the pictures of cameras that say “Adobe RGB” by a mere flag (Adobe RGB (1998) Color Image Encoding). */
export function adobeRgbProfile(): Buffer {
  // One number is a gamma: 2 51/256.
  const curve = Buffer.concat([Buffer.from('curv\0\0\0\0\0\0\0\x01', 'latin1'), Buffer.from([2, 0x33, 0, 0])]);
  const name = 'Adobe RGB (1998)';
  const description = Buffer.alloc(12 + name.length + 1 + 78);
  description.write('desc', 0, 'latin1');
  description.writeUInt32BE(name.length + 1, 8);
  description.write(name, 12, 'latin1');
  const tags: [string, Buffer][] = [
    ['desc', description],
    ['cprt', Buffer.from('text\0\0\0\0None\0', 'latin1')],
    ...(['wtpt', 'rXYZ', 'gXYZ', 'bXYZ'] as const).map((tag): [string, Buffer] => [tag, xyz(adobeRgb[tag])]),
    ...['rTRC', 'gTRC', 'bTRC'].map((tag): [string, Buffer] => [tag, curve]),
  ];
  return assembled(tags);
}

function xyz(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.write('XYZ ', 0, 'latin1');
  values.forEach((value, index) => {
    bytes.writeInt32BE(Math.round(value * 65536), 8 + index * 4);
  });
  return bytes;
}

function assembled(tags: readonly (readonly [string, Buffer])[]): Buffer {
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  const contents: Buffer[] = [];
  let at = 128 + table.length;
  tags.forEach(([tag, content], index) => {
    table.write(tag, 4 + index * 12, 'latin1');
    table.writeUInt32BE(at, 8 + index * 12);
    table.writeUInt32BE(content.length, 12 + index * 12);
    const padded = Buffer.alloc(Math.ceil(content.length / 4) * 4);
    content.copy(padded);
    contents.push(padded);
    at += padded.length;
  });
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at, 0);
  header.writeUInt32BE(0x02100000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  [0.9642, 1, 0.8249].forEach((value, index) => {
    header.writeInt32BE(Math.round(value * 65536), 68 + index * 4);
  });
  return Buffer.concat([header, table, ...contents]);
}
