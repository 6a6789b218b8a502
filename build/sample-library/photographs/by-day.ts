import type { Sharp } from 'sharp';
import { randomFrom } from '../random.ts';
import { flowers, rocks, scaffold, wall, water } from './details.ts';
import { band, developed, glow, hills, house, land, tower, turbulence } from './scene.ts';

/** The Ness from the causeway, a quarter of an hour before sunrise. */
export function dawn(): Promise<Sharp> {
  const size = { width: 1620, height: 1080 };
  const random = randomFrom(3);
  const horizon = 700;
  const content = [
    band(size, 0, horizon, [
      [0, '#2b4470'],
      [0.4, '#7d7ba6'],
      [0.68, '#e3a08d'],
      [0.88, '#f9c98a'],
      [1, '#fde4ad'],
    ]),
    glow(
      520,
      horizon - 10,
      430,
      [
        [0, '#fff3c9', 0.95],
        [0.25, '#ffd591', 0.6],
        [1, '#f6a36f', 0],
      ],
      1.6,
    ),
    turbulence(
      size,
      { top: 60, tall: 420 },
      { frequency: '0.0016 0.011', seed: 8, colour: '#5b5a88', density: 0.5, contrast: 3.4, opacity: 0.55 },
    ),
    turbulence(
      size,
      { top: 300, tall: 330 },
      { frequency: '0.0018 0.02', seed: 21, colour: '#ffdca8', density: 0.46, contrast: 3.6, opacity: 0.6 },
    ),
    hills(size, random, { base: horizon + 2, swing: 46, roughness: 0.5, fill: '#a3849a' }),
    water(size, horizon, ['#e9b793', '#a98a9f', '#3d4a6e'], '#ffe9bd', 31),
    glow(
      520,
      horizon + 130,
      170,
      [
        [0, '#ffeebf', 0.75],
        [1, '#ffdca0', 0],
      ],
      1.1,
    ),
    land(random, {
      outline: [
        [760, 738],
        [880, 716],
        [1010, 668],
        [1130, 622],
        [1330, 604],
        [1480, 628],
        [1640, 600],
      ],
      rough: 2.2,
      floor: 742,
      fill: '#33344f',
    }),
    tower(1210, 618, 330, { light: '#e9b99a', shade: '#3a3855', roof: '#2c2a44', glass: '#ffe9a8' }),
    house(1290, 612, 3.6, { wall: '#5a506c', shade: '#2c2a44', roof: '#2c2a44', window: '#ffd27a' }),
    hills(size, random, { base: 1075, swing: 120, roughness: 0.62, fill: '#1d2136' }),
  ];
  return developed(size, content.join(''), { seed: 3, grain: 4, vignette: 0.7 });
}

/** Summer noon at the keeper's house. */
export function gardenInSummer(): Promise<Sharp> {
  const size = { width: 1440, height: 1080 };
  const random = randomFrom(12);
  const content = [
    band(size, 0, 620, [
      [0, '#3f86c6'],
      [0.7, '#9fd0e8'],
      [1, '#e4f2ee'],
    ]),
    turbulence(
      size,
      { top: 20, tall: 520 },
      { frequency: '0.003 0.006', seed: 5, colour: '#ffffff', density: 0.31, contrast: 4.4, opacity: 0.95 },
    ),
    band(size, 560, 180, [
      [0, '#8cc0d4'],
      [1, '#3f7f9e'],
    ]),
    land(random, {
      outline: [
        [-10, 540],
        [160, 548],
        [330, 538],
        [470, 562],
      ],
      rough: 1.2,
      floor: 563,
      fill: '#8fb0b4',
    }),
    land(random, {
      outline: [
        [-10, 690],
        [300, 650],
        [700, 634],
        [1080, 618],
        [1300, 632],
        [1450, 668],
      ],
      rough: 1.6,
      floor: 1080,
      fill: '#9aba6b',
    }),
    tower(1080, 634, 560, { light: '#fffaf0', shade: '#b9bcbb', roof: '#8e3b32', glass: '#cfe6ea' }),
    house(360, 700, 15, { wall: '#fbf5e6', shade: '#8a8fa0', roof: '#b4553d', window: '#405a70' }),
    land(random, {
      outline: [
        [-10, 705],
        [420, 690],
        [900, 716],
        [1450, 742],
      ],
      rough: 1.8,
      floor: 1080,
      fill: '#7ba352',
    }),
    wall(size, random, 806),
    land(random, {
      outline: [
        [-10, 850],
        [500, 818],
        [1000, 838],
        [1450, 812],
      ],
      rough: 2.6,
      floor: 1080,
      fill: '#5d8a41',
    }),
    flowers(size, random, 856),
  ];
  return developed(size, content.join(''), { seed: 12, grain: 3, vignette: 0.35 });
}

/** January: the Calf Ledges under a northerly gale, snow on the rocks. */
export function ledgesInWinter(): Promise<Sharp> {
  const size = { width: 1620, height: 1080 };
  const random = randomFrom(44);
  const horizon = 430;
  const content = [
    band(size, 0, horizon, [
      [0, '#56646f'],
      [0.6, '#8b979b'],
      [1, '#cfd2c9'],
    ]),
    turbulence(
      size,
      { top: -60, tall: 470 },
      { frequency: '0.002 0.007', seed: 17, colour: '#3c4852', density: 0.56, contrast: 3.2, opacity: 0.8 },
    ),
    land(random, {
      outline: [
        [-10, 392],
        [150, 372],
        [300, 368],
        [520, 400],
        [800, 434],
      ],
      rough: 1.5,
      floor: 434,
      fill: '#75838a',
    }),
    tower(250, 374, 130, { light: '#c7cbc8', shade: '#7d868b', roof: '#566069', glass: '#f5e3a9' }),
    glow(250, 264, 60, [
      [0, '#fff4c8', 0.9],
      [1, '#fff4c8', 0],
    ]),
    band(size, horizon, 650, [
      [0, '#7d9294'],
      [0.35, '#4e6f74'],
      [1, '#1d3a44'],
    ]),
    turbulence(
      size,
      { top: horizon - 30, tall: 380 },
      { frequency: '0.004 0.03', seed: 9, colour: '#e4ece8', density: 0.3, contrast: 6, opacity: 0.7 },
    ),
    turbulence(
      size,
      { top: 600, tall: 620 },
      { frequency: '0.003 0.012', seed: 14, colour: '#0f2a35', density: 0.5, contrast: 4, opacity: 0.6 },
    ),
    rocks(random, size, 690, 7),
    turbulence(
      size,
      { top: 640, tall: 300 },
      { frequency: '0.006 0.014', seed: 27, colour: '#f4f7f3', density: 0.3, contrast: 6, opacity: 0.85 },
    ),
    rocks(random, size, 960, 5),
    turbulence(
      size,
      { top: 880, tall: 330 },
      { frequency: '0.004 0.012', seed: 33, colour: '#fbfcf8', density: 0.32, contrast: 6, opacity: 0.9 },
    ),
  ];
  return developed(size, content.join(''), { seed: 44, grain: 6, vignette: 0.6 });
}

/** The tower in its scaffold, on a morning when only the top of it could be seen. */
export function scaffoldInFog(): Promise<Sharp> {
  const size = { width: 1000, height: 1500 };
  const random = randomFrom(70);
  const content = [
    band(size, 0, 1500, [
      [0, '#93a9b8'],
      [0.45, '#d3d6d0'],
      [1, '#ece5d6'],
    ]),
    glow(740, 330, 420, [
      [0, '#fffbe9', 0.95],
      [0.3, '#fff3d2', 0.5],
      [1, '#ffffff', 0],
    ]),
    tower(470, 1400, 1180, { light: '#e7e0d2', shade: '#98a0a3', roof: '#5b6c78', glass: '#e9d9a6' }),
    scaffold(470, 500, 1400, 190),
    turbulence(
      size,
      { top: 500, tall: 1200 },
      { frequency: '0.0016 0.004', seed: 4, colour: '#eeeae0', density: 0.62, contrast: 3, opacity: 0.95 },
    ),
    turbulence(
      size,
      { top: 700, tall: 1100 },
      { frequency: '0.002 0.005', seed: 19, colour: '#f4efe4', density: 0.7, contrast: 2.4, opacity: 0.9 },
    ),
    hills(size, random, { base: 1470, swing: 110, roughness: 0.5, fill: '#7d8a80' }),
    turbulence(
      size,
      { top: 1180, tall: 420 },
      { frequency: '0.002 0.006', seed: 29, colour: '#eeeadf', density: 0.6, contrast: 3, opacity: 0.8 },
    ),
  ];
  return developed(size, content.join(''), { seed: 70, grain: 5, vignette: 0.3 });
}
