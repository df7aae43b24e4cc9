// A terminal, as far as what polycrate and the tools print needs one: lines, carriage returns, erasing, and the sixteen colours.

const PLAIN = { colour: undefined, bold: false, dim: false };

/** The lines a text leaves on a terminal, each a list of `{ text, colour, bold, dim }`. */
export function readScreen(text, columns) {
  const lines = [[]];
  let style = PLAIN;
  let column = 0;
  for (const [token] of text.matchAll(/\u001b\[[\d;?]*[A-Za-z]|\u001b[=>]|[^\u001b]/gu)) {
    if (token === '\n') lines.push([]);
    else if (token === '\r') column = 0;
    else if (token.endsWith('m') && token.startsWith('\u001b')) style = restyle(style, token);
    else if (/^\u001b\[[012]?K$/u.test(token)) lines.at(-1).length = token === '\u001b[2K' ? 0 : column;
    else if (!token.startsWith('\u001b')) {
      if (column === columns) {
        lines.push([]);
        column = 0;
      }
      lines.at(-1)[column] = { text: token, ...style };
      column += 1;
    }
  }
  while (lines.at(-1)?.length === 0) lines.pop();
  return lines.map(join);
}

function restyle(before, token) {
  let style = before;
  for (const code of token.slice(2, -1).split(';').map(Number)) {
    if (code === 0) style = PLAIN;
    else if (code === 1) style = { ...style, bold: true };
    else if (code === 2) style = { ...style, dim: true };
    else if (code === 22) style = { ...style, bold: false, dim: false };
    else if (code >= 30 && code <= 37) style = { ...style, colour: code - 30 };
    else if (code >= 90 && code <= 97) style = { ...style, colour: code - 82 };
    else if (code === 39) style = { ...style, colour: undefined };
  }
  return style;
}

/** Neighbours that look alike become one piece. */
function join(cells) {
  const pieces = [];
  for (const cell of Array.from(cells, (cell) => cell ?? { text: ' ', ...PLAIN })) {
    const last = pieces.at(-1);
    const isAlike = last && last.colour === cell.colour && last.bold === cell.bold && last.dim === cell.dim;
    if (isAlike) last.text += cell.text;
    else pieces.push({ ...cell });
  }
  return pieces;
}
