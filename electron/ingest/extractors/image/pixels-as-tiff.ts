import type { Pixels } from './pixels.ts';

const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;
/** Photometric interpretations of TIFF 6.0. */
const photometric = { grey: 1, rgb: 2, cmyk: 5 } as const;

/**
 * Pixels as plain TIFF (TIFF 6.0), which can say what their values mean and be opened by sharp, whose raw input cannot:
 * from there on their colours are converted like those of any other picture.
 */
export function pixelsAsTiff({ width, height, channels, pixels, colour, profile }: Pixels): Buffer {
  const after = (entries: number) => 8 + 2 + entries * 12 + 4;
  const kind = colour ?? (channels === 1 ? 'grey' : 'rgb');
  const alpha = channels === 4 && kind === 'rgb';
  const count = 9 + (alpha ? 1 : 0) + (profile ? 1 : 0);
  const bitsAt = after(count);
  const profileAt = bitsAt + channels * 2;
  const pixelsAt = profileAt + (profile?.length ?? 0);
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [0x100, LONG, 1, width],
    [0x101, LONG, 1, height],
    [0x102, SHORT, channels, channels === 1 ? 8 : bitsAt],
    [0x103, SHORT, 1, 1],
    [0x106, SHORT, 1, photometric[kind]],
    [0x111, LONG, 1, pixelsAt],
    [0x115, SHORT, 1, channels],
    [0x116, LONG, 1, height],
    [0x117, LONG, 1, pixels.length],
    ...(alpha ? [[0x152, SHORT, 1, 2] as [number, number, number, number]] : []),
    ...(profile ? [[0x8773, UNDEFINED, profile.length, profileAt] as [number, number, number, number]] : []),
  ];
  const head = Buffer.alloc(profileAt);
  head.write('II*\0', 0, 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(count, 8);
  entries.forEach(([tag, type, values, value], index) => {
    const at = 10 + index * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(values, at + 4);
    head.writeUInt32LE(value, at + 8);
  });
  for (let channel = 0; channel < channels; channel++) head.writeUInt16LE(8, bitsAt + channel * 2);
  return Buffer.concat([head, profile ?? Buffer.alloc(0), pixels]);
}
