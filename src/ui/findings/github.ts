import type { Finding } from '../../workspace/index.ts';
import { makeVisible } from '../human/visible.ts';
import { pathFrom } from './paths.ts';

/** Workflow commands of GitHub Actions, a line each: they become annotations. Files are relative to `directory`. */
export function formatForGithub(findings: readonly Finding[], directory: string): string[] {
  return findings.map(({ severity, problem: { code, message, hint, places } }) => {
    const [place, ...others] = places;
    const properties = {
      ...(place === undefined ? {} : { file: pathFrom(directory, place.file), line: place.line, col: place.column }),
      ...(place?.length === undefined ? {} : { endColumn: place.column + place.length }),
      title: code,
    };
    const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
    const also = others.map(({ file, line }) => `also ${pathFrom(directory, file)}:${String(line)}`);
    const lines = [message, ...also, ...(hint === undefined ? [] : [`hint: ${hint}`])];
    return `::${severity} ${written.join(',')}::${escapeData(lines.join('\n'))}`;
  });
}

function escapeData(text: string): string {
  return makeVisible(text, '\n\r\t').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
