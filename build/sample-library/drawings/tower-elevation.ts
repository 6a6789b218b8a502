import type { Sharp } from 'sharp';
import { drawn, frame, height, ink, label, leader } from './sheet.ts';

const SIZE = { width: 1200, height: 1700 };
const [AXIS, GROUND, GALLERY] = [560, 1360, 470];

/** The tower from the south-east with its heights. */
export function towerElevation(): Promise<Sharp> {
  const content = `${ground()}${shaft()}${gallery()}${lantern()}${house()}
    ${height(150, 196, GROUND, '31.0 m to the top of the vane')}${height(230, 375, 1500, 'focal plane 47 m above high water')}
    ${names()}${frame(SIZE, 'THE TOWER – ELEVATION', ['from the south-east', 'Merrow Lights Board 1874, redrawn 2020.  Sheet 2'])}`;
  return drawn(SIZE, content, 1875);
}

function ground(): string {
  return `<path d="M 40 1400 C 200 1340 380 1352 ${AXIS} 1356 S 900 1340 1160 1420 V 1660 H 40 Z" fill="${ink.land}"
    stroke="${ink.line}" stroke-width="2.5"/><path d="M 40 1500 H 400" stroke="${ink.sea}" stroke-width="5"/>
    ${label('H.W.', 60, 1492, { size: 18, italic: true })}`;
}

function halfWidth(y: number): number {
  const share = (y - GALLERY) / (GROUND - GALLERY);
  return 78 + 52 * share ** 1.6;
}

function shaft(): string {
  const steps = Array.from({ length: 41 }, (_, index) => GALLERY + ((GROUND - GALLERY) / 40) * index);
  const left = steps.map((y) => `${AXIS - halfWidth(y)} ${y}`).join(' L ');
  const right = steps
    .map((y) => `${AXIS + halfWidth(y)} ${y}`)
    .reverse()
    .join(' L ');
  const courses = steps
    .slice(1, -1)
    .map(
      (y) =>
        `<path d="M ${AXIS - halfWidth(y)} ${y} H ${AXIS + halfWidth(y)}" stroke="${ink.faint}" stroke-width="0.9"/>`,
    );
  const joints = steps.slice(0, -1).flatMap((y, row) =>
    [-3, -2, -1, 0, 1, 2, 3].map((column) => {
      const x = AXIS + (column + (row % 2) / 2) * 34;
      return Math.abs(x - AXIS) < halfWidth(y) - 4
        ? `<path d="M ${x} ${y} v 22" stroke="${ink.faint}" stroke-width="0.8"/>`
        : '';
    }),
  );
  const windows = [600, 750, 900, 1050, 1190].map(
    (y) =>
      `<path d="M ${AXIS - 15} ${y + 48} v -34 a 15 15 0 0 1 30 0 v 34 Z" fill="#46586b" stroke="${ink.line}" stroke-width="2"/>`,
  );
  return `<defs><linearGradient id="round" x1="0" x2="1"><stop offset="0" stop-color="#cfd3cf"/><stop offset="0.35"
    stop-color="#fbf8ef"/><stop offset="1" stop-color="#aab2b4"/></linearGradient></defs>
    <path d="M ${left} L ${right} Z" fill="url(#round)" stroke="${ink.line}" stroke-width="3"/>${courses.join('')}${joints.join('')}
    ${windows.join('')}<path d="M ${AXIS - 26} ${GROUND} v -66 a 26 26 0 0 1 52 0 v 66 Z" fill="#7c4a35" stroke="${ink.line}" stroke-width="2.5"/>`;
}

function gallery(): string {
  const posts = Array.from({ length: 15 }, (_, index) => `M ${AXIS - 126 + index * 18} 440 v -52`).join(' ');
  return `<path d="M ${AXIS - 78} ${GALLERY} L ${AXIS - 130} 440 H ${AXIS + 130} L ${AXIS + 78} ${GALLERY} Z" fill="#cfd3cf"
    stroke="${ink.line}" stroke-width="2.5"/><path d="${posts} M ${AXIS - 130} 388 h 260 M ${AXIS - 130} 412 h 260" fill="none"
    stroke="${ink.line}" stroke-width="2.4"/>`;
}

function lantern(): string {
  const bars = [-2, -1, 0, 1, 2].map((n) => `M ${AXIS + n * 24} 440 V 312`).join(' ');
  return `<path d="M ${AXIS - 64} 440 V 312 H ${AXIS + 64} V 440 Z" fill="#f3d991" stroke="${ink.line}" stroke-width="3"/>
    <ellipse cx="${AXIS}" cy="375" rx="34" ry="54" fill="#fff6d6" stroke="${ink.red}" stroke-width="2"/>
    <path d="${bars} M ${AXIS - 64} 355 h 128 M ${AXIS - 64} 398 h 128" stroke="${ink.line}" stroke-width="1.6" fill="none"/>
    <path d="M ${AXIS - 76} 312 Q ${AXIS} 210 ${AXIS + 76} 312 Z" fill="#51697a" stroke="${ink.line}" stroke-width="3"/>
    <circle cx="${AXIS}" cy="246" r="13" fill="#51697a" stroke="${ink.line}" stroke-width="2"/>
    <path d="M ${AXIS} 234 V 196 M ${AXIS - 30} 210 h 60 l -12 -8 m 12 8 l -12 8" stroke="${ink.line}" stroke-width="3" fill="none"/>`;
}

function house(): string {
  return `<g stroke="${ink.line}" stroke-width="2.5"><path d="M 720 1368 V 1256 H 960 V 1376 Z" fill="#f4ecd9"/>
    <path d="M 704 1258 L 742 1186 H 938 L 976 1258 Z" fill="#b7694a"/><path d="M 760 1186 v -42 h 30 v 42 M 890 1186 v -42 h 30 v 42" fill="#c98f6a"/>
    <path d="M 752 1288 h 36 v 40 h -36 Z M 892 1288 h 36 v 40 h -36 Z" fill="#46586b"/><path d="M 822 1372 v -74 h 38 v 75" fill="#7c4a35"/></g>`;
}

function names(): string {
  return [
    label('Vane and lightning rod', 760, 190),
    leader(754, 184, AXIS + 4, 210),
    label('Lantern, 48 panes', 800, 300),
    leader(794, 294, AXIS + 60, 335),
    label('Lens of Vasseur &amp; Fils,', 800, 372),
    label('second order, 8 panels', 800, 400),
    leader(794, 366, AXIS + 22, 372),
    label('Gallery railing', 800, 470),
    leader(794, 464, AXIS + 128, 400),
    label('Clockwork no. 212', 800, 560),
    label('and mercury bath', 800, 588),
    leader(794, 554, AXIS + 40, 500),
    label('148 steps', 800, 820),
    leader(794, 814, AXIS + 60, 840),
    label('Keeper’s house', 990, 1230, { size: 20 }),
  ].join('');
}
