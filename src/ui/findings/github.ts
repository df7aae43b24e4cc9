import type { Finding } from '../../workspace/index.ts';
import { formatCommand } from '../ci/command.ts';
import { pathFrom } from './paths.ts';

/** Workflow commands of GitHub Actions, a line each: they become annotations. Files are relative to `directory`. */
export function formatForGithub(findings: readonly Finding[], directory: string): string[] {
  return findings.map(({ severity, problem: { code, message, hint, places } }) => {
    const [place, ...others] = places;
    const also = others.map(({ file, line }) => `also ${pathFrom(directory, file)}:${String(line)}`);
    const lines = [message, ...also, ...(hint === undefined ? [] : [`hint: ${hint}`])];
    const properties = {
      ...(place === undefined ? {} : { file: pathFrom(directory, place.file), line: place.line, col: place.column }),
      ...(place?.length === undefined ? {} : { endColumn: place.column + place.length }),
      title: code,
    };
    return formatCommand(severity, properties, lines.join('\n'));
  });
}
