import type { Sharp } from 'sharp';
import { drawn, frame, ink, label, leader } from './sheet.ts';

const SIZE = { width: 1600, height: 1200 };
const COAST =
  'M 40 880 C 180 900 240 800 330 790 S 430 690 420 590 S 500 380 620 330 S 760 190 900 200 S 1130 250 1180 380 ' +
  'S 1300 520 1270 640 S 1150 760 1120 840 S 1180 990 1140 1160 L 40 1160 Z';

/** Where everything stands on the Ness, with the causeway and the walls. */
export function sitePlan(): Promise<Sharp> {
  const shallows = Array.from({ length: 7 }, (_, index) => {
    const spread = 30 + index * 34;
    return `<path d="${COAST}" fill="none" stroke="#8fb7bd" stroke-opacity="0.13" stroke-width="${spread}" stroke-linejoin="round"/>`;
  }).reverse();
  const content = `<rect width="1600" height="1200" fill="${ink.sea}" opacity="0.55"/>${shallows.join('')}
    <path d="${COAST}" fill="${ink.land}" stroke="${ink.line}" stroke-width="3"/>
    ${contours()}${paths()}${buildings()}${names()}${northArrow(1440, 200)}${scaleBar(120, 1110)}
    ${frame(SIZE, 'HALLOW NESS – SITE PLAN', ['Merrow Lights Board, surveyed June 1874', 'Redrawn by the Trust, 2020.  Sheet 1 of 4'])}`;
  return drawn(SIZE, content, 1874);
}

function contours(): string {
  return [0, 1, 2, 3]
    .map((index) => {
      const inset = index * 44;
      return `<ellipse cx="840" cy="500" rx="${330 - inset * 1.4}" ry="${240 - inset}" fill="none" stroke="#b39a62"
        stroke-width="1.6" stroke-dasharray="${index === 3 ? 'none' : '2 5'}" transform="rotate(18 840 500)"/>`;
    })
    .join('');
}

function paths(): string {
  return `<path d="M 300 1160 C 330 1060 470 1010 560 960 S 700 800 730 690 S 800 560 850 470" fill="none"
    stroke="#f8f1df" stroke-width="20"/><path d="M 300 1160 C 330 1060 470 1010 560 960 S 700 800 730 690 S 800 560 850 470"
    fill="none" stroke="${ink.line}" stroke-width="1.4" stroke-dasharray="10 7"/>
    <path d="M 1120 840 C 1040 800 960 740 900 640" fill="none" stroke="${ink.line}" stroke-width="1.4" stroke-dasharray="4 5"/>
    <path d="M 560 660 L 980 600 L 1010 740 L 590 800 Z" fill="none" stroke="${ink.line}" stroke-width="4"/>`;
}

function buildings(): string {
  return `<g fill="#c98f6a" stroke="${ink.line}" stroke-width="2.5"><circle cx="860" cy="420" r="34" fill="#f6efdd"/>
    <circle cx="860" cy="420" r="17"/><rect x="584" y="706" width="112" height="60" transform="rotate(-8 640 736)"/>
    <rect x="800" y="668" width="80" height="54" transform="rotate(-8 840 695)"/><rect x="918" y="650" width="52" height="44"
    transform="rotate(-8 944 672)"/><rect x="1050" y="470" width="58" height="40"/><rect x="1098" y="828" width="64" height="26"
    transform="rotate(-30 1130 841)"/></g><circle cx="712" cy="628" r="13" fill="none"
    stroke="${ink.line}" stroke-width="2.5"/>`;
}

function names(): string {
  return [
    label('LIGHT TOWER', 560, 285, { bold: true }),
    leader(712, 292, 842, 398),
    label('Keeper’s house', 430, 620),
    leader(560, 628, 616, 722),
    label('Oil store', 850, 820),
    leader(890, 798, 842, 706),
    label('Workshop', 1010, 690),
    leader(1006, 684, 958, 672),
    label('Signal hut', 1060, 450, { size: 20 }),
    label('Boat landing', 1190, 870),
    label('Garden wall', 470, 812, { size: 19, italic: true }),
    label('Well', 652, 634, { size: 18, italic: true }),
    label('Causeway to Port Sellick, 2 ¼ miles,', 520, 1040, { size: 19, italic: true }),
    label('covered two hours each side of high water', 520, 1068, { size: 19, italic: true }),
    label('M E R R O W   S O U N D', 1300, 470, { size: 30, italic: true, fill: ink.faint, turn: 74 }),
    label('O P E N   S E A', 200, 330, { size: 30, italic: true, fill: ink.faint }),
    label('23 m', 905, 552, { size: 18, fill: '#8f763b' }),
  ].join('');
}

function northArrow(x: number, y: number): string {
  return `<g transform="translate(${x} ${y})" stroke="${ink.line}" stroke-width="2"><circle r="62" fill="none"/>
    <path d="M 0 -92 L 16 0 L 0 92 L -16 0 Z" fill="#f6efdd"/><path d="M 0 -92 L 16 0 L -16 0 Z" fill="${ink.line}"/></g>
    ${label('N', x, y - 104, { size: 30, bold: true, anchor: 'middle' })}`;
}

function scaleBar(x: number, y: number): string {
  const fields = [0, 1, 2, 3].map(
    (index) =>
      `<rect x="${x + index * 90}" y="${y}" width="90" height="12" fill="${index % 2 ? '#f6efdd' : ink.line}" stroke="${ink.line}"/>`,
  );
  return `${fields.join('')}${label('0', x, y - 8, { size: 17 })}${label('100 metres', x + 360, y - 8, { size: 17, anchor: 'middle' })}`;
}
