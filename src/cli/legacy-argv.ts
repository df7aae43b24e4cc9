/** Switches of the existing tool that are also written `--switch=true` and `--switch=false`. */
const SWITCHES = new Set(
  '--pull --build --force --interactive --local --snapshot --blocks-auto-pull --merge-v2 --auto-commit --check-updates --dev'.split(
    ' ',
  ),
);
/** On by default there, so that switching them off says something. */
const ON_THERE = new Set(['--pull', '--build']);
const RUN_VALUES = new Set(['-e', '--env', '-m', '--mount']);
const RUN_SWITCHES = new Set(['-f', '--force']);
/** Options of every command that take the next word with them. */
export const TAKE_A_WORD: ReadonlySet<string> = new Set(
  '-w --workspace -o --output --output-format --engine --loglevel --image-ref --image-version'.split(' '),
);

/**
 * A command line in the existing tool's way as one of ours: `--switch=true` loses its value, `--switch=false` goes, and options
 * for running that stand before the command go behind it. What follows `--` is left alone.
 */
export function translateLegacy(argv: readonly string[]): string[] {
  if (argv.join(' ') === 'version --short') return ['--version'];
  const end = argv.indexOf('--');
  const own = (end === -1 ? argv : argv.slice(0, end))
    .flatMap(plainSwitch)
    .flatMap((word) => (argv.includes('init') ? initWord(word) : [word]));
  const rest = end === -1 ? [] : argv.slice(end);
  const before: string[] = [];
  const moved: string[] = [];
  let at = 0;
  for (; at < own.length; at++) {
    const word = own[at] ?? '';
    if (!word.startsWith('-')) break;
    const takesNext = RUN_VALUES.has(word) || TAKE_A_WORD.has(word);
    const isForRun = RUN_VALUES.has(word.replace(/=.*/, '')) || RUN_SWITCHES.has(word);
    (isForRun ? moved : before).push(...own.slice(at, takesNext ? at + 2 : at + 1));
    if (takesNext) at += 1;
  }
  return [...before, ...own.slice(at), ...moved, ...rest];
}

function plainSwitch(word: string): string[] {
  const [, name = '', value] = /^(--[a-z0-9-]+)=(true|false)$/.exec(word) ?? [];
  if (!SWITCHES.has(name)) return [word];
  return value === 'true' || ON_THERE.has(name) ? [name] : [];
}

/** `init` asks for no configuration file: it always writes one. */
function initWord(word: string): string[] {
  if (/^--with-config(?:=|$)/.test(word) || word === '--with-ssh-keys=false') return [];
  return [word.replace(/^--with-name(?==|$)/, '--name').replace(/^--with-ssh-keys=true$/, '--with-ssh-keys')];
}
