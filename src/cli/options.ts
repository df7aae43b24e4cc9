import type { Command } from 'commander';
import { Problem } from '../errors.ts';

/** Options every command takes. */
export interface GlobalOptions {
  readonly workspace?: string;
  readonly output: OutputFormat;
  /** As given; see Shell.loglevel. */
  readonly loglevel?: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly engine?: string;
  /** The same as `engine` local. */
  readonly local?: boolean;
  readonly imageRef?: string;
  readonly imageVersion?: string;
  readonly blocksRoot?: string;
  readonly artifactsRoot?: string;
  readonly logsRoot?: string;
  readonly blocksConfig?: string;
  readonly containerRoot?: string;
  readonly sshPrivateKey?: string;
  readonly dockerfile?: string;
  /** Further settings, each KEY=VALUE. */
  readonly set?: readonly string[];
}

export const OUTPUT_FORMATS = ['human', 'json', 'yaml', 'ndjson'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Options of every command that runs actions. */
export interface RunOptions {
  readonly env: readonly string[];
  readonly mount: readonly string[];
  readonly force: boolean;
  readonly wait?: string | true;
  /** Show the snapshot instead of running. */
  readonly snapshot?: boolean;
}

/** The options every command takes, as given to `command` or before it. */
export function globalsOf(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

/** The format asked for anywhere on the command line, read before parsing so that even usage errors come out in it. */
export function formatFrom(argv: readonly string[]): OutputFormat {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  for (const [at, word] of own.entries()) {
    const value =
      word === '-o' || word === '--output' || word === '--output-format'
        ? own[at + 1]
        : (/^(?:--output(?:-format)?=|-o=?)(.+)$/.exec(word)?.[1] ?? undefined);
    const format = OUTPUT_FORMATS.find((known) => known === value);
    if (format !== undefined) return format;
  }
  return 'human';
}

/** A whole number from the command line. Throws USAGE. */
export function wholeNumber(option: string, { least }: { readonly least: number }): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least) return value;
    throw new Problem('USAGE', `${option} takes a whole number from ${String(least)} on, not "${text}"`, {
      hint: `${option} ${String(least)}`,
    });
  };
}
