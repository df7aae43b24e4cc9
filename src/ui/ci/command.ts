import { makeVisible } from '../human/visible.ts';

/** A workflow command of GitHub Actions, without its line end; undefined properties are left out. */
export function formatCommand(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const written = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  const head = written.length === 0 ? name : `${name} ${written.join(',')}`;
  return `::${head}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return makeVisible(text, '\n\r\t').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
