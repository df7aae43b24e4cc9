const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
} as const;

export type Colour = keyof typeof CODES;

/** Colours a text, or leaves it as it is where colour is off. */
export type Style = (text: string, ...colours: readonly Colour[]) => string;

/** A style that follows the decision made for one stream; an empty text stays empty. */
export function createStyle(colour: boolean): Style {
  if (!colour) return (text) => text;
  return (text, ...colours) =>
    text === ''
      ? text
      : colours.reduce(
          (inner, name) => `\u001b[${String(CODES[name][0])}m${inner}\u001b[${String(CODES[name][1])}m`,
          text,
        );
}
