import sharp, { type Sharp } from 'sharp';
import { between, normal, type Random, randomFrom, ridge } from '../random.ts';

export interface Size {
  width: number;
  height: number;
}

/** A gradient from top to bottom: colours at shares of the height. */
export type Stops = readonly (readonly [share: number, colour: string, opacity?: number])[];

let definitions = 0;
/** A name for a definition that no other in the document has. */
const nextId = () => {
  definitions += 1;
  return `d${definitions}`;
};

const stopTags = (stops: Stops) =>
  stops
    .map(([at, colour, opacity = 1]) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`)
    .join('');

/** A rectangle over the width with a vertical gradient. */
export function band({ width }: Size, top: number, tall: number, stops: Stops): string {
  const id = nextId();
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stopTags(stops)}</linearGradient>
    <rect x="0" y="${top}" width="${width}" height="${tall}" fill="url(#${id})"/>`;
}

/** A round glow that fades outwards. */
export function glow(x: number, y: number, radius: number, stops: Stops, stretch = 1): string {
  const id = nextId();
  return `<radialGradient id="${id}">${stopTags(stops)}</radialGradient>
    <ellipse cx="${x}" cy="${y}" rx="${radius * stretch}" ry="${radius}" fill="url(#${id})"/>`;
}

/** Clouds, fog or ripples: turbulence of one colour, thicker where `density` is higher, faded at top and bottom. */
export function turbulence(
  size: Size,
  place: { top: number; tall: number },
  look: {
    frequency: string;
    seed: number;
    colour: string;
    density: number;
    contrast: number;
    opacity: number;
    octaves?: number;
  },
): string {
  const [filter, mask, fade] = [nextId(), nextId(), nextId()];
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(look.colour.slice(at, at + 2), 16) / 255);
  const offset = (look.density - 0.5) * look.contrast - look.contrast * 0.25;
  return `<filter id="${filter}" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB"><feTurbulence
    type="fractalNoise" baseFrequency="${look.frequency}" numOctaves="${look.octaves ?? 5}" seed="${look.seed}"/><feColorMatrix
    values="0 0 0 0 ${red} 0 0 0 0 ${green} 0 0 0 0 ${blue} ${look.contrast} 0 0 0 ${offset}"/></filter>
    <linearGradient id="${fade}" x1="0" y1="0" x2="0" y2="1">${stopTags([
      [0, '#fff', 0],
      [0.25, '#fff'],
      [0.75, '#fff'],
      [1, '#fff', 0],
    ])}</linearGradient><mask id="${mask}"><rect x="0" y="${place.top}" width="${size.width}" height="${place.tall}"
    fill="url(#${fade})"/></mask><g mask="url(#${mask})" opacity="${look.opacity}"><rect x="0" y="${place.top}"
    width="${size.width}" height="${place.tall}" filter="url(#${filter})"/></g>`;
}

/** Hills from edge to edge: a ridge about `base`, filled to the bottom of the picture. */
export function hills(
  { width, height }: Size,
  random: Random,
  look: { base: number; swing: number; roughness: number; fill: string; from?: number; to?: number },
): string {
  const { base, swing, roughness, fill, from = 0, to = width } = look;
  const heights = ridge(random, 8, roughness);
  const step = (to - from) / (heights.length - 1);
  const points = heights.map((value, index) => {
    // A headland that does not reach the edge of the picture sinks into the sea there.
    const share = index / (heights.length - 1);
    const sunkLeft = from > 0 ? Math.min(1, share * 3) : 1;
    const sunkRight = to < width ? Math.min(1, (1 - share) * 3) : 1;
    const rise = (swing * 0.5 + value * swing) * Math.sqrt(sunkLeft * sunkRight);
    return `${(from + index * step).toFixed(1)} ${(base - Math.max(0, rise)).toFixed(1)}`;
  });
  const floor = from > 0 || to < width ? base : height;
  return `<path d="M ${from} ${floor} L ${points.join(' L ')} L ${to} ${floor} Z" fill="${fill}"/>`;
}

/** Land with an outline that is given: eased from point to point, roughened by `rough` pixels, filled to `floor`. */
export function land(
  random: Random,
  look: { outline: readonly (readonly [x: number, y: number])[]; rough: number; floor: number; fill: string },
): string {
  const points: string[] = [];
  for (const [index, [x, y]] of look.outline.entries()) {
    const following = look.outline[index + 1];
    if (!following) points.push(`${x} ${y}`);
    else
      for (let step = 0; step < 24; step += 1) {
        const share = step / 24;
        const eased = (1 - Math.cos(share * Math.PI)) / 2;
        const rise = normal(random) * look.rough;
        points.push(
          `${(x + (following[0] - x) * share).toFixed(1)} ${(y + (following[1] - y) * eased + rise).toFixed(1)}`,
        );
      }
  }
  const [first, last] = [look.outline[0]?.[0] ?? 0, look.outline.at(-1)?.[0] ?? 0];
  return `<path d="M ${first} ${look.floor} L ${points.join(' L ')} L ${last} ${look.floor} Z" fill="${look.fill}"/>`;
}

export function stars({ width }: Size, random: Random, count: number, tall: number): string {
  return Array.from({ length: count }, () => {
    const size = 0.5 + random() ** 5 * 2.4;
    const colour = ['#ffffff', '#dbe7ff', '#fff0d4'][Math.floor(random() * 3)];
    return `<circle cx="${between(random, 0, width).toFixed(1)}" cy="${(random() ** 1.3 * tall).toFixed(1)}"
      r="${size.toFixed(2)}" fill="${colour}" opacity="${between(random, 0.35, 1).toFixed(2)}"/>`;
  }).join('');
}

/** The lighthouse on its foot at (x, base); `light` to `shade` run from left to right over the stone. */
export function tower(
  x: number,
  base: number,
  tall: number,
  look: { light: string; shade: string; roof: string; glass: string },
): string {
  const id = nextId();
  const unit = tall / 100;
  const at = (dx: number, up: number) => `${(x + dx * unit).toFixed(1)} ${(base - up * unit).toFixed(1)}`;
  const windows = [16, 32, 47, 61].map(
    (up) =>
      `<path d="M ${at(-1, up)} L ${at(-1, up + 4)} L ${at(1, up + 4)} L ${at(1, up)} Z" fill="${look.roof}" opacity="0.8"/>`,
  );
  const bars = [-3.3, 0, 3.3].map((dx) => `M ${at(dx, 79)} L ${at(dx, 91)}`).join(' ');
  return `<linearGradient id="${id}">${stopTags([
    [0, look.light],
    [1, look.shade],
  ])}</linearGradient><path d="M ${at(-10, 0)} Q ${at(-6.6, 30)} ${at(-6, 75)} L ${at(6, 75)} Q ${at(6.6, 30)} ${at(10, 0)} Z"
    fill="url(#${id})"/>${windows.join('')}<path d="M ${at(-6, 74)} L ${at(-9.5, 78)} L ${at(9.5, 78)} L ${at(6, 74)} Z" fill="${look.shade}"/>
    <path d="M ${at(-9.5, 78)} L ${at(-9.5, 82)} M ${at(9.5, 78)} L ${at(9.5, 82)} M ${at(-9.5, 82)} L ${at(9.5, 82)}"
    stroke="${look.roof}" stroke-width="${unit * 0.7}" fill="none"/><path d="M ${at(-5, 78)} L ${at(-5, 91)} L ${at(5, 91)} L ${at(5, 78)} Z"
    fill="${look.glass}"/><path d="${bars}" stroke="${look.roof}" stroke-width="${unit * 0.5}"/>
    <path d="M ${at(-6, 91)} Q ${at(0, 104)} ${at(6, 91)} Z" fill="${look.roof}"/><path d="M ${at(0, 97)} L ${at(0, 103)}"
    stroke="${look.roof}" stroke-width="${unit * 0.8}"/>`;
}

/** The keeper's house with its gables, standing at (x, base). */
export function house(
  x: number,
  base: number,
  unit: number,
  look: { wall: string; shade: string; roof: string; window: string },
): string {
  const at = (dx: number, up: number) => `${x + dx * unit} ${base - up * unit}`;
  const windows = [4, 9.5, 16.5, 22]
    .map((dx) => `M ${at(dx, 4)} L ${at(dx, 8)} L ${at(dx + 2.6, 8)} L ${at(dx + 2.6, 4)} Z`)
    .join(' ');
  return `<path d="M ${at(0, 0)} L ${at(0, 11)} L ${at(28, 11)} L ${at(28, 0)} Z" fill="${look.wall}"/><path d="M ${at(20, 0)} L ${at(20, 11)}
    L ${at(28, 11)} L ${at(28, 0)} Z" fill="${look.shade}" opacity="0.35"/><path d="M ${at(3.5, 19)} L ${at(3.5, 23)} L ${at(6, 23)} L ${at(6, 19)} Z
    M ${at(22, 19)} L ${at(22, 23)} L ${at(24.5, 23)} L ${at(24.5, 19)} Z" fill="${look.shade}"/><path d="M ${at(-1, 10.5)} L ${at(3, 20)}
    L ${at(25, 20)} L ${at(29, 10.5)} Z" fill="${look.roof}"/><path d="${windows}" fill="${look.window}"/><path d="M ${at(13, 0)} L ${at(13, 7.5)}
    L ${at(15.6, 7.5)} L ${at(15.6, 0)} Z" fill="${look.roof}"/>`;
}

/** Takes the picture: draws it, darkens the corners, adds the grain of film. */
export async function developed(
  { width, height }: Size,
  content: string,
  film: { seed: number; grain: number; vignette: number },
): Promise<Sharp> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`;
  const pixels = await sharp(Buffer.from(svg)).flatten({ background: '#000' }).removeAlpha().raw().toBuffer();
  const random = randomFrom(film.seed);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const away = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 2;
      const dim = 1 - film.vignette * away * away;
      const speck = normal(random) * film.grain;
      const at = (y * width + x) * 3;
      for (let channel = at; channel < at + 3; channel += 1)
        pixels[channel] = Math.max(0, Math.min(255, (pixels[channel] ?? 0) * dim + speck));
    }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}
