import type { Sharp } from 'sharp';
import { drawn, frame, ink, label, leader } from './sheet.ts';

const SIZE = { width: 1600, height: 1200 };
const [AXIS, FOCUS] = [620, 430];
const GLASS = '#bcd9d3';

/** A section through the lens, the float, the ring and the mercury bath. */
export function lensSection(): Promise<Sharp> {
  const content = `${rays()}${prisms()}${lamp()}${table()}${bath()}${clockwork()}${names()}
    ${frame(SIZE, 'LENS AND MERCURY BATH', ['Section on the axis.  Scale 1 : 12', 'O. Ferrand and J. Petersen, 2022.  Sheet 3'])}`;
  return drawn(SIZE, content, 1906);
}

function rays(): string {
  return Array.from({ length: 9 }, (_, index) => {
    const y = FOCUS + (index - 4) * 62;
    return [-1, 1]
      .map(
        (
          side,
        ) => `<path d="M ${AXIS} ${FOCUS} L ${AXIS + side * 268} ${y} H ${AXIS + side * 430}" fill="none" stroke="#d8a23a"
          stroke-width="2" stroke-opacity="0.75"/>`,
      )
      .join('');
  }).join('');
}

/** The bull's eye in the middle and the catadioptric prisms above and below it, on both sides. */
function prisms(): string {
  const oneSide = (side: number) => {
    const rings = Array.from({ length: 15 }, (_, index) => {
      const offset = index - 7;
      const y = FOCUS + offset * 41;
      const x = AXIS + side * (268 - Math.abs(offset) ** 1.75 * 3.2);
      if (offset === 0)
        return `<path d="M ${x} ${y - 34} Q ${x + side * 44} ${y} ${x} ${y + 34} Z" fill="${GLASS}" stroke="${ink.line}" stroke-width="2"/>`;
      const lean = Math.sign(offset) * (8 + Math.abs(offset) * 1.5);
      return `<path d="M ${x} ${y - 17} L ${x + side * 34} ${y - lean} L ${x - side * 2} ${y + 17} Z" fill="${GLASS}"
        stroke="${ink.line}" stroke-width="2"/>`;
    });
    return rings.join('');
  };
  return `${oneSide(1)}${oneSide(-1)}<path d="M ${AXIS - 160} 118 H ${AXIS + 160} L ${AXIS + 40} 96 H ${AXIS - 40} Z"
    fill="#d9b98a" stroke="${ink.line}" stroke-width="2.5"/>`;
}

function lamp(): string {
  return `<path d="M ${AXIS - 13} 650 V ${FOCUS + 44} H ${AXIS + 13} V 650" fill="#c3cbd0" stroke="${ink.line}" stroke-width="2.5"/>
    <path d="M ${AXIS - 24} ${FOCUS + 44} C ${AXIS - 46} ${FOCUS - 10} ${AXIS - 10} ${FOCUS - 30} ${AXIS} ${FOCUS - 58}
    C ${AXIS + 10} ${FOCUS - 30} ${AXIS + 46} ${FOCUS - 10} ${AXIS + 24} ${FOCUS + 44} Z" fill="#f6cf5f" stroke="${ink.red}" stroke-width="2.5"/>`;
}

function table(): string {
  return `<path d="M ${AXIS - 210} 760 V 735 H ${AXIS + 210} V 760 Z" fill="#d9b98a" stroke="${ink.line}" stroke-width="2.5"/>
    <path d="M ${AXIS - 130} 735 L ${AXIS - 150} 700 M ${AXIS + 130} 735 L ${AXIS + 150} 700" stroke="${ink.line}" stroke-width="6"/>`;
}

/** Trough, mercury and the float with its ring, cut twice. */
function bath(): string {
  const cut = (side: number) => {
    const x = (offset: number) => AXIS + side * offset;
    return `<path d="M ${x(110)} 800 V 925 H ${x(330)} V 800 H ${x(306)} V 900 H ${x(134)} V 800 Z" fill="#8d99a3"
      stroke="${ink.line}" stroke-width="2.5"/><path d="M ${x(134)} 834 V 900 H ${x(306)} V 834 Z" fill="#c9d2d8" stroke="${ink.line}"
      stroke-width="1.5"/><path d="M ${x(150)} 760 V 880 H ${x(290)} V 760 Z" fill="#d9b98a" stroke="${ink.line}" stroke-width="2.5"/>
      <path d="M ${x(150)} 846 H ${x(290)} V 880 H ${x(150)} Z" fill="#b4c3a4" stroke="${ink.red}" stroke-width="3"/>`;
  };
  return `${cut(1)}${cut(-1)}<path d="M ${AXIS - 330} 925 H ${AXIS + 330} V 950 H ${AXIS - 330} Z" fill="#a9a18c" stroke="${ink.line}" stroke-width="2.5"/>`;
}

function clockwork(): string {
  const wheel = (
    x: number,
    y: number,
    radius: number,
  ) => `<circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="#9a7434"
    stroke-width="7" stroke-dasharray="6 4"/><circle cx="${x}" cy="${y}" r="${radius - 10}" fill="none" stroke="#9a7434" stroke-width="2"/>`;
  return `<rect x="${AXIS - 120}" y="975" width="240" height="150" fill="#f6efdd" stroke="${ink.line}" stroke-width="2.5"/>
    ${wheel(AXIS - 50, 1050, 46)}${wheel(AXIS + 36, 1034, 34)}${wheel(AXIS + 70, 1088, 24)}
    <path d="M ${AXIS} 975 V 700" stroke="${ink.line}" stroke-width="2" stroke-dasharray="10 6"/>`;
}

function names(): string {
  const x = 1010;
  return [
    label('Catadioptric prisms', x + 90, 190),
    leader(x + 84, 184, 855, 226),
    label('Bull’s eye, focal distance 700 mm', x + 90, 360),
    leader(x + 84, 354, 905, 420),
    label('Lamp (paraffin, since 2024 LED)', x + 90, 520),
    leader(x + 84, 514, 640, 470),
    label('Lens table, 2850 kg with lens', x + 90, 680),
    leader(x + 84, 674, 820, 746),
    label('Float', x + 90, 760),
    leader(x + 84, 754, 900, 800),
    label('RING: iron, from 19 October 1931 ZINC', x + 90, 830, { fill: ink.red, bold: true }),
    leader(x + 84, 824, 880, 864),
    label('Mercury, 310 kg', x + 90, 900),
    leader(x + 84, 894, 918, 890),
    label('Trough, cast iron', x + 90, 960),
    leader(x + 84, 954, 938, 915),
    label('Clockwork no. 212', 100, 1060),
    label('weight 95 kg', 100, 1090),
    leader(304, 1054, 505, 1050),
  ].join('');
}
