import type { Sharp } from 'sharp';
import { between, randomFrom } from '../random.ts';
import { water } from './details.ts';
import { band, developed, glow, hills, house, land, stars, tower, turbulence } from './scene.ts';

/** Midsummer night 2024: the light turns again, with people on the grass below. */
export function relighting(): Promise<Sharp> {
  const size = { width: 1760, height: 990 };
  const random = randomFrom(21);
  const [x, y, horizon] = [1130, 330, 700];
  const people = Array.from({ length: 46 }, () => {
    const [at, scale] = [between(random, 220, 1000), between(random, 0.8, 1.25)];
    const foot = 905 + between(random, -18, 22);
    return `<path d="M ${at - 6 * scale} ${foot} v ${-26 * scale} q ${6 * scale} ${-9 * scale} ${12 * scale} 0 v ${26 * scale} Z" fill="#0c1220"/>
      <circle cx="${at}" cy="${foot - 35 * scale}" r="${5.4 * scale}" fill="#0c1220"/>`;
  });
  const lanterns = Array.from({ length: 17 }, () =>
    glow(between(random, 230, 1000), 893 + between(random, -14, 14), 30, [
      [0, '#ffe7a6', 1],
      [0.2, '#ffb95a', 0.75],
      [1, '#ff9a3c', 0],
    ]),
  );
  const content = [
    band(size, 0, horizon, [
      [0, '#0b1430'],
      [0.5, '#1d3159'],
      [0.82, '#4b5d86'],
      [1, '#c48d77'],
    ]),
    stars(size, random, 520, horizon * 0.8),
    turbulence(
      size,
      { top: 380, tall: 320 },
      { frequency: '0.0015 0.014', seed: 6, colour: '#2a2f52', density: 0.5, contrast: 4, opacity: 0.75 },
    ),
    beam(x, y, 186, 1400, 5.5),
    beam(x, y, 352, 1100, 5.5),
    beam(x, y, 231, 700, 4, 0.3),
    hills(size, random, { base: horizon + 2, swing: 36, roughness: 0.5, fill: '#2b3355' }),
    water(size, horizon, ['#a57e78', '#394a70', '#131d38'], '#e9c69c', 51),
    land(random, {
      outline: [
        [560, 850],
        [760, 818],
        [960, 774],
        [1150, 752],
        [1440, 758],
        [1770, 730],
      ],
      rough: 2,
      floor: 990,
      fill: '#131c30',
    }),
    tower(x, 760, 500, { light: '#7c8296', shade: '#1c2339', roof: '#0d1424', glass: '#fff2bd' }),
    glow(x, y, 250, [
      [0, '#fffbe6', 1],
      [0.1, '#fff0b8', 0.85],
      [0.4, '#ffd985', 0.25],
      [1, '#ffd985', 0],
    ]),
    house(1230, 764, 6.4, { wall: '#2b3450', shade: '#0d1424', roof: '#0d1424', window: '#ffc766' }),
    land(random, {
      outline: [
        [-10, 842],
        [360, 868],
        [820, 880],
        [1240, 858],
        [1770, 838],
      ],
      rough: 2.4,
      floor: 990,
      fill: '#0a101d',
    }),
    ...people,
    ...lanterns,
  ];
  return developed(size, content.join(''), { seed: 21, grain: 6, vignette: 0.5 });
}

/** From the gallery to the west after sunset: the sound, the mainland, range behind range. */
export function panorama(): Promise<Sharp> {
  const size = { width: 2400, height: 800 };
  const random = randomFrom(61);
  const horizon = 400;
  const ranges: readonly [number, number, string][] = [
    [400, 190, '#dd9c84'],
    [410, 130, '#b57d86'],
    [424, 80, '#865f7f'],
  ];
  const content = [
    band(size, 0, 410, [
      [0, '#3d5a8c'],
      [0.45, '#b595a8'],
      [0.8, '#f4ae7c'],
      [1, '#ffdc97'],
    ]),
    glow(
      1560,
      322,
      330,
      [
        [0, '#fff6cf', 1],
        [0.12, '#ffe4a0', 0.85],
        [1, '#ffb473', 0],
      ],
      2,
    ),
    '<circle cx="1560" cy="322" r="34" fill="#fffbe6"/>',
    turbulence(
      size,
      { top: 10, tall: 300 },
      { frequency: '0.001 0.012', seed: 40, colour: '#ffc9a0', density: 0.48, contrast: 4, opacity: 0.65 },
    ),
    turbulence(
      size,
      { top: 60, tall: 280 },
      { frequency: '0.0012 0.016', seed: 52, colour: '#6a5f8c', density: 0.46, contrast: 4, opacity: 0.6 },
    ),
    ...ranges.map(([base, swing, fill]) => hills(size, random, { base, swing, roughness: 0.52, fill })),
    water(size, horizon + 18, ['#f1b588', '#a4808f', '#2c3a5e'], '#fff0c4', 71),
    glow(
      1560,
      520,
      150,
      [
        [0, '#fff2c6', 0.8],
        [1, '#ffdc9a', 0],
      ],
      0.9,
    ),
    hills(size, random, { base: 560, swing: 70, roughness: 0.5, fill: '#3c3f60', from: 250, to: 820 }),
    hills(size, random, { base: 610, swing: 60, roughness: 0.5, fill: '#343858', from: 1830, to: 2260 }),
    railing(size.width),
  ];
  return developed(size, content.join(''), { seed: 61, grain: 4, vignette: 0.4 });
}

/** The bull's eye of panel 3 after cleaning, with the lamp behind it. */
export function lensAfterCleaning(): Promise<Sharp> {
  const size = { width: 1200, height: 1200 };
  const [x, y] = [600, 600];
  const rings = Array.from({ length: 17 }, (_, index) => {
    const outer = 860 - index * 44;
    const warmth = index / 16;
    const colour = `rgb(${Math.round(24 + warmth * 226)},${Math.round(62 + warmth * 150)},${Math.round(74 + warmth * 62)})`;
    return `${glow(x - 10, y - 8, outer, [
      [0, colour],
      [1 - 44 / outer, colour],
      [1 - 30 / outer, '#eef7ee', 0.95],
      [1 - 20 / outer, colour],
      [1, '#0c2027'],
    ])}<circle cx="${x}" cy="${y}" r="${outer}" fill="none" stroke="#07171c" stroke-width="2.5" opacity="0.8"/>`;
  });
  const glints = Array.from({ length: 17 }, (_, index) => {
    const radius = 840 - index * 44;
    return `<path d="M ${x - radius * 0.82} ${y - radius * 0.57} A ${radius} ${radius} 0 0 1 ${x - radius * 0.5} ${y - radius * 0.866}"
      fill="none" stroke="#f4fff9" stroke-width="${4 + (index % 3) * 3}" opacity="${0.28 + (index % 4) * 0.12}"/>
      <path d="M ${x + radius * 0.7} ${y + radius * 0.714} A ${radius} ${radius} 0 0 1 ${x + radius * 0.3} ${y + radius * 0.954}"
      fill="none" stroke="#ffdf9b" stroke-width="${3 + (index % 2) * 4}" opacity="${0.25 + (index % 3) * 0.12}"/>`;
  });
  const content = [
    '<rect width="1200" height="1200" fill="#0b1c22"/>',
    ...rings,
    glow(x, y, 430, [
      [0, '#fffdf0', 1],
      [0.18, '#fff1bd', 0.95],
      [0.5, '#ffcf6e', 0.4],
      [1, '#ffb84d', 0],
    ]),
    ...glints,
    '<path d="M 0 0 H 1200 V 1200 H 0 Z M 70 60 H 1130 V 1140 H 70 Z" fill="#6d4f22" fill-rule="evenodd"/>',
    '<path d="M 70 60 H 1130 V 1140 H 70 Z" fill="none" stroke="#d8b067" stroke-width="10"/>',
    '<path d="M 70 60 H 1130 V 1140 H 70 Z" fill="none" stroke="#2d1f0c" stroke-width="3"/>',
    glow(
      180,
      20,
      420,
      [
        [0, '#fff0c9', 0.4],
        [1, '#fff0c9', 0],
      ],
      2,
    ),
  ];
  return developed(size, content.join(''), { seed: 81, grain: 5, vignette: 0.9 });
}

/** One hundred and forty-eight steps, from below. */
export function stairs(): Promise<Sharp> {
  const size = { width: 1000, height: 1500 };
  const [x, y] = [520, 690];
  const steps = Array.from({ length: 148 }, (_, index) => {
    const inward = 0.9745 ** index;
    const angle = index * 0.222 + 1.2;
    const [radius, hub] = [1150 * inward, 330 * inward];
    const point = (turn: number, far: number, lift = 0) =>
      `${(x + Math.cos(turn) * far * 0.92).toFixed(1)} ${(y + Math.sin(turn) * far + (1 - inward) * -40 + lift).toFixed(1)}`;
    const light = 0.5 + 0.5 * Math.cos(angle - 5.1);
    const [deep, warm] = [1 - inward, light];
    const colour = `rgb(${Math.round(30 + warm * 120 + deep * 92)},${Math.round(34 + warm * 86 + deep * 84)},${Math.round(48 + warm * 46 + deep * 62)})`;
    const riser = 34 * inward;
    return `<path d="M ${point(angle, hub)} L ${point(angle, radius)} L ${point(angle, radius, riser)} L ${point(angle, hub, riser)} Z" fill="#10141d"/>
      <path d="M ${point(angle, hub)} L ${point(angle, radius)} A ${radius} ${radius} 0 0 1 ${point(angle + 0.24, radius)} L ${point(angle + 0.24, hub)} Z"
      fill="${colour}" stroke="#171c28" stroke-width="${(2.4 * inward).toFixed(2)}"/>`;
  });
  const content = [
    band(size, 0, 1500, [
      [0, '#2a3142'],
      [1, '#12161f'],
    ]),
    ...steps,
    glow(x, y - 40, 240, [
      [0, '#fff6d6', 1],
      [0.16, '#ffe7a8', 0.9],
      [0.5, '#f7c877', 0.35],
      [1, '#f7c877', 0],
    ]),
  ];
  return developed(size, content.join(''), { seed: 90, grain: 7, vignette: 0.8 });
}

/** A beam of the light from (x, y), by its angle and the half of its spread in degrees. */
function beam(x: number, y: number, angle: number, length: number, spread: number, strength = 0.62): string {
  const end = (turn: number) => {
    const radians = (turn * Math.PI) / 180;
    return `${x + Math.cos(radians) * length} ${y + Math.sin(radians) * length}`;
  };
  const id = `beam${angle}`;
  return `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${x}" cy="${y}" r="${length}">
    <stop offset="0" stop-color="#fff3c4" stop-opacity="${strength}"/><stop offset="1" stop-color="#fff3c4" stop-opacity="0"/></radialGradient>
    <path d="M ${x} ${y} L ${end(angle - spread)} L ${end(angle + spread)} Z" fill="url(#${id})"/>
    <path d="M ${x} ${y} L ${end(angle - spread / 3)} L ${end(angle + spread / 3)} Z" fill="url(#${id})"/>`;
}

/** The railing of the gallery across the foot of the picture. */
function railing(width: number): string {
  const posts = Array.from({ length: 13 }, (_, index) => `M ${60 + index * 190} 800 V 648`).join(' ');
  return `<path d="${posts}" stroke="#171c2c" stroke-width="13"/><path d="M 0 652 H ${width}" stroke="#171c2c" stroke-width="18"/>
    <path d="M 0 646 H ${width}" stroke="#e7a87e" stroke-width="3" opacity="0.8"/><path d="M 0 732 H ${width}" stroke="#171c2c" stroke-width="9"/>`;
}
