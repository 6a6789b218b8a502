import { between, type Random } from '../random.ts';
import { band, type Size, turbulence } from './scene.ts';

/** A sea from the horizon down, darker towards the viewer, with ripples of light. */
export function water(
  size: Size,
  horizon: number,
  colours: readonly [string, string, string],
  glint: string,
  seed: number,
): string {
  const tall = size.height - horizon;
  return (
    band(size, horizon, tall, [
      [0, colours[0]],
      [0.35, colours[1]],
      [1, colours[2]],
    ]) +
    turbulence(
      size,
      { top: horizon - tall * 0.1, tall: tall * 0.8 },
      { frequency: '0.003 0.06', seed, colour: glint, density: 0.42, contrast: 6, opacity: 0.6 },
    ) +
    turbulence(
      size,
      { top: horizon + tall * 0.2, tall: tall },
      { frequency: '0.002 0.022', seed: seed + 1, colour: colours[2], density: 0.5, contrast: 4, opacity: 0.6 },
    )
  );
}

/** Tubes, boards and a mason on the second lift, about a tower on the axis x. */
export function scaffold(x: number, top: number, base: number, half: number): string {
  const uprights = [-1, -0.62, 0.62, 1].map((share) => `M ${x + half * share} ${top} V ${base}`).join(' ');
  const levels = Array.from({ length: 9 }, (_, index) => top + 20 + index * 108);
  const ledgers = levels
    .map((y) => `M ${x - half - 14} ${y} H ${x + half + 14} M ${x - half} ${y - 46} H ${x + half}`)
    .join(' ');
  const braces = levels
    .slice(0, -1)
    .map((y, index) =>
      index % 2
        ? `M ${x - half} ${y} L ${x - half * 0.62} ${y + 108}`
        : `M ${x + half} ${y} L ${x + half * 0.62} ${y + 108}`,
    )
    .join(' ');
  const boards = levels
    .map((y) => `<rect x="${x - half - 10}" y="${y}" width="${half * 2 + 20}" height="9" fill="#b08a55"/>`)
    .join('');
  return `<path d="${uprights} ${ledgers} ${braces}" stroke="#5d6a72" stroke-width="5" fill="none"/>${boards}
    <g fill="#c2603a"><path d="M ${x + 120} ${top + 126} v -44 l 8 -8 h 10 l 8 8 v 44 Z"/><circle cx="${x + 133}" cy="${top + 62}" r="11" fill="#e3b23c"/></g>`;
}

/** A dry-stone wall across the picture. */
export function wall({ width }: Size, random: Random, y: number): string {
  return Array.from({ length: 64 }, (_, index) => {
    const [x, tall] = [index * (width / 62) - 12, between(random, 20, 34)];
    const shade = Math.round(between(random, 135, 190));
    return `<rect x="${x}" y="${y - tall + Math.sin(index / 9) * 14}" width="${width / 58}" height="${tall + 26}" rx="7" fill="rgb(${shade},${shade - 4},${shade - 16})"/>`;
  }).join('');
}

/** A meadow in flower, larger towards the viewer. */
export function flowers({ width, height }: Size, random: Random, top: number): string {
  const colours = ['#f3e8f2', '#e05a6d', '#f4c542', '#f7f3e4', '#c46bb0'];
  return Array.from({ length: 620 }, () => {
    const depth = random() ** 0.7;
    const y = top + depth * (height - top);
    const radius = 1.5 + depth ** 2 * 7 * between(random, 0.6, 1.2);
    const colour = colours[Math.floor(random() ** 1.4 * colours.length)];
    return `<circle cx="${between(random, 0, width).toFixed(0)}" cy="${y.toFixed(0)}" r="${radius.toFixed(1)}" fill="${colour}" opacity="${between(random, 0.6, 1).toFixed(2)}"/>`;
  }).join('');
}

/** Ledges with snow on their backs. */
export function rocks(random: Random, { width }: Size, base: number, count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const x = (index + between(random, -0.2, 0.4)) * (width / count);
    const wide = between(random, 160, 330);
    const tall = between(random, 50, 150);
    const peak = x + wide * between(random, 0.3, 0.6);
    const side = `M ${x} ${base} L ${x + wide * 0.16} ${base - tall * 0.66} L ${peak} ${base - tall} L ${x + wide * 0.82} ${base - tall * 0.52} L ${x + wide} ${base} Z`;
    const snow = `M ${x + wide * 0.16} ${base - tall * 0.66} L ${peak} ${base - tall} L ${x + wide * 0.82} ${base - tall * 0.52} L ${peak + wide * 0.08} ${base - tall * 0.72} L ${peak - wide * 0.1} ${base - tall * 0.6} Z`;
    return `<path d="${side}" fill="#1c2a31"/><path d="${snow}" fill="#e8edec" opacity="0.9"/>`;
  }).join('');
}
