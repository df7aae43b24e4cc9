// A screen as an SVG picture: a window on a dark ground that is legible on light and dark pages.

const CELL = { width: 8.4, height: 19 };
const MARGIN = 18;
const BAR = 34;
const TEXT = '#d6deeb';
const GROUND = '#0f1720';
const COLOURS = [
  ...['#3b4252', '#ef6b73', '#7fd88f', '#e5c07b', '#6cb6ff', '#c792ea', '#5ad4e6', TEXT],
  ...['#637777', '#ff8b92', '#9ce8a9', '#ffd98f', '#8fc7ff', '#ddb3ff', '#8be9f5', '#ffffff'],
];

/** The picture of lines of pieces; `title` is what screen readers read. */
export function drawScreen(lines, { columns, title }) {
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = Math.ceil(lines.length * CELL.height + BAR + MARGIN);
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, at) => `<circle cx="${20 + at * 18}" cy="17" r="5.5" fill="${fill}"/>`,
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${GROUND}"/>`,
    dots.join(''),
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="${TEXT}">`,
    ...lines.map((pieces, row) => drawLine(pieces, BAR + (row + 0.75) * CELL.height)),
    '</g>',
    '</svg>',
  ].join('\n')}\n`;
}

function drawLine(pieces, y) {
  let column = 0;
  const drawn = pieces.map(({ text, ...look }) => {
    const start = column;
    column += Array.from(text).length;
    // Blanks at either end, and more than one, are not kept by every viewer.
    return Array.from(text.matchAll(/\S+(?: \S+)*/gu), (word) =>
      drawWords(word[0], { ...look, y, column: start + Array.from(text.slice(0, word.index)).length }),
    );
  });
  return drawn.flat().join('');
}

function drawWords(text, { column, y, colour, bold, dim }) {
  const look = [
    colour === undefined ? '' : ` fill="${COLOURS[colour]}"`,
    bold ? ' font-weight="600"' : '',
    dim ? ' opacity="0.6"' : '',
  ].join('');
  const x = (MARGIN + column * CELL.width).toFixed(1);
  // Fonts differ in width; the columns must not.
  const length = (Array.from(text).length * CELL.width).toFixed(1);
  return `<text x="${x}" y="${y.toFixed(1)}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${look}>${escape(text)}</text>`;
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
