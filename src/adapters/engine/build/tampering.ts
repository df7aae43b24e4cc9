import { Problem } from '../../../errors.ts';
import type { BuildListener } from '../../../toolchain/index.ts';

/** What could not be verified: a module or package, in which file its checksum stands, and both checksums. */
interface Mismatch {
  readonly what: string;
  readonly file: string;
  readonly recorded: string;
  readonly found: string;
}

const BEGINS = /^verifying \S+: checksum mismatch|DO NOT MATCH THE HASHES/;
const MOST_LINES = 12;

/**
 * Passes on what a build of the toolchain's recipe says, and keeps what it says of a download that is not what the recipe recorded of it.
 * `problem` is a CHECKSUM_MISMATCH then, undefined otherwise. The words are those of `go` (cmd/go/internal/modfetch) and of pip
 * (pip/_internal/exceptions.py).
 */
export function watchTampering(listener: BuildListener): {
  readonly listener: BuildListener;
  readonly problem: () => Problem | undefined;
} {
  let told: { readonly step: string; readonly lines: string[] } | undefined;
  return {
    listener: {
      progressed(progress) {
        listener.progressed(progress);
      },
      logged(step, text) {
        if (told === undefined && BEGINS.test(text)) told = { step, lines: [] };
        if (told?.step === step && told.lines.length < MOST_LINES) told.lines.push(text);
        listener.logged(step, text);
      },
    },
    problem: () => (told === undefined ? undefined : describe(told.step, told.lines.join('\n'))),
  };
}

function describe(step: string, text: string): Problem | undefined {
  // A recipe of a workspace's own has checksums that stand elsewhere.
  const [, tool] = /\/src\/bin\/(?:compile|install-python) (\S+)/.exec(step) ?? [];
  const mismatch = tool === undefined ? undefined : (readGo(text, tool) ?? readPip(text, tool));
  if (mismatch === undefined) return undefined;
  const { what, file, recorded, found } = mismatch;
  const lines = [`${what} is not what ${file} says`, `  recorded    ${recorded}`, `  downloaded  ${found}`];
  return new Problem('CHECKSUM_MISMATCH', lines.join('\n'), {
    hint: 'reinstall polycrate, if somebody has changed its recipe\nor fetch past your own mirror: GOPROXY=https://proxy.golang.org PIP_INDEX_URL=https://pypi.org/simple polycrate toolchain build',
  });
}

function readGo(text: string, tool: string): Mismatch | undefined {
  const found = /verifying (\S+): checksum mismatch\n\s*downloaded: +(\S+)\n\s*(\S+): +(\S+)/.exec(text);
  if (found === null) return undefined;
  const [, what = '', downloaded = '', source = '', recorded = ''] = found;
  return { what, file: source === 'go.sum' ? `go/${tool}/go.sum` : source, recorded, found: downloaded };
}

function readPip(text: string, tool: string): Mismatch | undefined {
  const found = /DO NOT MATCH THE HASHES.*\n\s*(\S+) from (?:.|\n)*?Expected sha256 (\S+)\n(?:.*or .*\n)*\s*Got +(\S+)/.exec(text);
  if (found === null) return undefined;
  const [, what = '', recorded = '', got = ''] = found;
  return { what, file: `python/${tool}.txt`, recorded: `sha256:${recorded}`, found: `sha256:${got}` };
}
