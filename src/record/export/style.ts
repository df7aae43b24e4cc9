/** A colour: an index of the 256-colour palette (0–15 are the terminal's own), or red, green and blue. */
export type Colour = number | readonly [red: number, green: number, blue: number];

/** How characters look. */
export interface Look {
  readonly foreground?: Colour;
  readonly background?: Colour;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly inverse?: true;
  readonly hidden?: true;
  readonly strike?: true;
}

export const PLAIN: Look = {};

const ON: Readonly<Record<number, Look>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  8: { hidden: true },
  9: { strike: true },
  21: { underline: true },
};

const OFF: Readonly<Record<number, readonly (keyof Look)[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  28: ['hidden'],
  29: ['strike'],
  39: ['foreground'],
  49: ['background'],
};

/** The look after a sequence "select graphic rendition" (ECMA-48, 8.3.117) with these parameters, in the spelling `1;38;5;208`. */
export function applyRendition(look: Look, parameters: string): Look {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = look;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, length } = readColour(codes.slice(at + 1));
      if (colour !== undefined) next = { ...next, [code === 38 ? 'foreground' : 'background']: colour };
      at += length;
    } else next = applyCode(next, code);
  }
  return next;
}

function applyCode(look: Look, code: number): Look {
  if (code === 0) return PLAIN;
  const colour = code % 10;
  if (code >= 30 && code <= 37) return { ...look, foreground: colour };
  if (code >= 40 && code <= 47) return { ...look, background: colour };
  if (code >= 90 && code <= 97) return { ...look, foreground: colour + 8 };
  if (code >= 100 && code <= 107) return { ...look, background: colour + 8 };
  const off = OFF[code];
  if (off === undefined) return { ...look, ...ON[code] };
  return Object.fromEntries(Object.entries(look).filter(([key]) => !off.includes(key as keyof Look)));
}

/** What follows 38 or 48: `5;INDEX` or `2;R;G;B`. */
function readColour([kind, ...rest]: readonly number[]): { colour: Colour | undefined; length: number } {
  const isByte = (value: number | undefined): value is number => value !== undefined && value >= 0 && value <= 255;
  const [first, second, third] = rest;
  if (kind === 5) return { colour: isByte(first) ? first : undefined, length: 2 };
  const isWhole = kind === 2 && isByte(first) && isByte(second) && isByte(third);
  return { colour: isWhole ? [first, second, third] : undefined, length: kind === 2 ? 4 : 0 };
}
