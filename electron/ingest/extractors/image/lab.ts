/** CIE L*a*b* by D50 to linear sRGB: XYZ adapted to D65 by Bradford's method (IEC 61966-2-1, ICC.1). */
const toRed = [3.1338561, -1.6168667, -0.4906146] as const;
const toGreen = [-0.9787684, 1.9161415, 0.033454] as const;
const toBlue = [0.0719453, -0.2289914, 1.4052427] as const;
const white = { x: 0.9642, y: 1, z: 0.8249 };

/** Turns pixels of L*a*b*, as Photoshop keeps them in bytes, into sRGB in place. */
export function labToRgb(pixels: Uint8Array): void {
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const lightness = (((pixels[at] ?? 0) * 100) / 255 + 16) / 116;
    const x = white.x * cubed(lightness + ((pixels[at + 1] ?? 0) - 128) / 500);
    const y = white.y * cubed(lightness);
    const z = white.z * cubed(lightness - ((pixels[at + 2] ?? 0) - 128) / 200);
    [toRed, toGreen, toBlue].forEach(([byX, byY, byZ], channel) => {
      pixels[at + channel] = Math.round(sRgbOf(byX * x + byY * y + byZ * z) * 255);
    });
  }
}

function cubed(value: number): number {
  return value > 6 / 29 ? value ** 3 : 3 * (6 / 29) ** 2 * (value - 4 / 29);
}

/** Light as sRGB writes it, from 0 to 1. */
export function sRgbOf(light: number): number {
  const value = Math.min(1, Math.max(0, light));
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}
