import type { Colour } from '../style.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** What output stands on, as in the style sheet. */
export const PAPER: Readonly<Record<'light' | 'dark', Rgb>> = { light: [250, 250, 249], dark: [15, 18, 23] };

/** WCAG 2.2, success criterion 1.4.3: text needs a contrast of 4.5 to 1; some more, since rounding takes from it. */
const ENOUGH = 4.6;

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

/** The terminal's own 16 colours where they are backgrounds; as text they are in the style sheet, others for light and dark. */
const SIXTEEN: readonly Rgb[] = [
  ...([
    [36, 41, 47],
    [179, 38, 30],
    [26, 127, 55],
    [154, 103, 0],
    [9, 105, 218],
    [130, 80, 223],
    [27, 124, 131],
    [208, 215, 222],
  ] as const),
  ...([
    [101, 109, 118],
    [255, 123, 114],
    [126, 231, 135],
    [242, 204, 96],
    [121, 192, 255],
    [210, 168, 255],
    [118, 227, 234],
    [255, 255, 255],
  ] as const),
];

/** Levels of the colour cube of xterm's 256 colours. */
const LEVELS = [0, 95, 135, 175, 215, 255] as const;

/** The value of a colour; indexes as xterm has them. */
export function rgbOf(colour: Colour): Rgb {
  if (typeof colour !== 'number') return colour;
  if (colour < 16) return SIXTEEN[colour] ?? BLACK;
  if (colour >= 232) {
    const grey = 8 + (colour - 232) * 10;
    return [grey, grey, grey];
  }
  const level = (divisor: number): number => LEVELS[Math.floor((colour - 16) / divisor) % 6] ?? 0;
  return [level(36), level(6), level(1)];
}

/** `colour`, or what is nearest to it on the way to black or white that can be read on `paper`. */
export function readableOn(colour: Rgb, paper: Rgb): Rgb {
  const end = contrast(WHITE, paper) > contrast(BLACK, paper) ? WHITE : BLACK;
  for (let part = 0; part < 1; part += 0.05) {
    const mixed = mix(colour, end, part);
    if (contrast(mixed, paper) >= ENOUGH) return mixed;
  }
  return end;
}

/** The contrast of two colours after WCAG 2.2, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

export function toHex(rgb: Rgb): string {
  return `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(from: Rgb, to: Rgb, part: number): Rgb {
  const at = (index: 0 | 1 | 2): number => Math.round(from[index] + (to[index] - from[index]) * part);
  return [at(0), at(1), at(2)];
}
