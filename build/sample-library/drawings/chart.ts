import type { Sharp } from 'sharp';
import { between, randomFrom } from '../random.ts';
import { drawn, frame, ink, label } from './sheet.ts';

const SIZE = { width: 1800, height: 1350 };
const MERROW =
  'M 620 470 C 660 400 730 420 760 480 S 830 560 820 640 S 900 720 880 820 S 960 960 900 1060 S 760 1180 640 1150 ' +
  'S 500 1080 520 960 S 440 840 490 760 S 560 620 560 560 S 590 520 620 470 Z';
const MAINLAND = 'M 40 330 C 110 300 180 380 170 470 S 260 640 220 760 S 130 900 190 1010 S 120 1200 150 1310 H 40 Z';
const rocks: readonly [number, number][] = [
  [1010, 560],
  [1034, 590],
  [1052, 566],
  [1070, 612],
  [1024, 626],
  [1092, 584],
];
const light = { x: 690, y: 452 };

/** The coast of Merrow with soundings, lights and the last course of the Anne Tolliver. */
export function chart(): Promise<Sharp> {
  const content = `<rect width="1800" height="1350" fill="${ink.sea}" opacity="0.5"/>${depths()}${land()}${soundings()}
    ${sector()}${course()}${rose(1440, 420)}${names()}
    ${frame(SIZE, 'CHART OF MERROW SOUND', ['Soundings in fathoms.  Corrected to 1932', 'Not to be used for navigation.  Sheet 4'])}`;
  return drawn(SIZE, content, 1932);
}

function depths(): string {
  const bands = [210, 140, 80].map(
    (
      spread,
      index,
    ) => `<path d="${MERROW}" fill="none" stroke="#8fb7bd" stroke-opacity="${0.16 + index * 0.1}" stroke-width="${spread}"
      stroke-linejoin="round"/><path d="${MAINLAND}" fill="none" stroke="#8fb7bd" stroke-opacity="${0.16 + index * 0.1}" stroke-width="${spread}"/>`,
  );
  return `${bands.join('')}<ellipse cx="1050" cy="590" rx="92" ry="70" fill="#8fb7bd" opacity="0.5"/>`;
}

function land(): string {
  const crosses = rocks.map(([x, y]) => `M ${x - 9} ${y} h 18 M ${x} ${y - 9} v 18`).join(' ');
  return `<g fill="${ink.land}" stroke="${ink.line}" stroke-width="3"><path d="${MERROW}"/><path d="${MAINLAND}"/></g>
    <ellipse cx="1050" cy="590" rx="70" ry="52" fill="none" stroke="${ink.line}" stroke-width="1.6" stroke-dasharray="3 6"/>
    <path d="${crosses}" stroke="${ink.line}" stroke-width="2.4" fill="none"/>`;
}

function soundings(): string {
  const random = randomFrom(7);
  const points: [number, number][] = [];
  for (let tries = 0; tries < 900 && points.length < 120; tries += 1) {
    const [x, y] = [between(random, 90, 1720), between(random, 100, 1120)];
    const inland = (x > 430 && x < 985 && y > 380 && y < 1200) || x < 290;
    const crowded = points.some(([otherX, otherY]) => Math.hypot(otherX - x, otherY - y) < 78);
    const taken =
      (x > 1230 && y < 660 && y > 190) || (x > 960 && x < 1240 && y > 480 && y < 760) || (x > 1180 && y > 1080);
    if (!inland && !crowded && !taken) points.push([Math.round(x), Math.round(y)]);
  }
  return points
    .map(([x, y]) => {
      const off = Math.min(Math.abs(x - 690), Math.abs(x - 200)) / 26;
      return label(String(Math.max(3, Math.round(off + between(random, -2, 3)))), x, y, {
        size: 18,
        anchor: 'middle',
        fill: ink.faint,
      });
    })
    .join('');
}

function sector(): string {
  return `<circle cx="${light.x}" cy="${light.y}" r="180" fill="none" stroke="#c99a2e" stroke-width="3" stroke-dasharray="14 8"/>
    <path d="M ${light.x} ${light.y - 24} l 7 17 18 1 -14 12 5 18 -16 -10 -16 10 5 -18 -14 -12 18 -1 Z" fill="#d9a441" stroke="${ink.line}" stroke-width="1.6"/>`;
}

function course(): string {
  return `<path d="M 1190 96 C 1170 240 1120 400 1056 566" fill="none" stroke="${ink.red}" stroke-width="4" stroke-dasharray="18 10"/>
    <path d="M 1044 552 l 26 28 M 1070 552 l -26 28" stroke="${ink.red}" stroke-width="5"/>`;
}

function rose(x: number, y: number): string {
  const ticks = Array.from(
    { length: 72 },
    (_, index) => `<path d="M 0 -150 v ${index % 6 === 0 ? 24 : 12}" transform="rotate(${index * 5})"/>`,
  );
  const points = [0, 90, 180, 270].map(
    (turn) =>
      `<g transform="rotate(${turn})"><path d="M 0 -138 L 15 -15 L 0 0 Z" fill="${ink.line}"/><path d="M 0 -138 L -15 -15 L 0 0 Z" fill="#f6efdd"/></g>`,
  );
  return `<g transform="translate(${x} ${y})" stroke="${ink.line}" stroke-width="1.5"><circle r="150" fill="none"/><circle r="120"
    fill="none"/>${ticks.join('')}${points.join('')}</g>${label('N', x, y - 164, { size: 30, bold: true, anchor: 'middle' })}`;
}

function names(): string {
  return [
    label('MERROW', 690, 800, { size: 40, bold: true, anchor: 'middle' }),
    label('ISLAND', 690, 846, { size: 40, bold: true, anchor: 'middle' }),
    label('Hallow Ness', 660, 372, { size: 26, bold: true, anchor: 'end' }),
    label('Fl. ev. 5 s. 47 m 19 M', 660, 402, { size: 19, anchor: 'end', fill: ink.red }),
    label('Calf Ledges', 1125, 612, { size: 25, bold: true }),
    label('dry 2 ft', 1125, 640, { size: 19, italic: true }),
    label('Port Sellick', 925, 1010, { size: 25, bold: true }),
    label('F. harbour light', 925, 1038, { size: 19, fill: ink.red }),
    label('Anne Tolliver', 1205, 200, { size: 22, italic: true, fill: ink.red }),
    label('struck 4.10 a.m.', 1205, 226, { size: 19, fill: ink.red }),
    label('15 November 1931', 1205, 252, { size: 19, fill: ink.red }),
    label('to Tarn Rock 30 miles', 1150, 80, { size: 19, italic: true, anchor: 'end' }),
    label('M E R R O W   S O U N D', 330, 1000, { size: 34, italic: true, fill: ink.faint, turn: -82 }),
    label('N O R T H   D E E P S', 330, 200, { size: 34, italic: true, fill: ink.faint }),
  ].join('');
}
