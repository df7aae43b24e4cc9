import type { Command } from 'commander';
import { text, type Shell } from '../world.ts';

// Each script asks `polycrate __complete WORDS…` and offers the lines it prints.
const SCRIPTS = {
  bash: `_polycrate() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(polycrate __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _polycrate polycrate`,
  zsh: `#compdef polycrate
_polycrate() {
  local -a answers
  answers=("\${(@f)$(polycrate __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a answers
}
compdef _polycrate polycrate`,
  fish: `complete -c polycrate -f -a '(polycrate __complete -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'`,
};

/** `polycrate completion bash|zsh|fish`: the script to source. */
export async function printCompletion(shell: Shell, kind: keyof typeof SCRIPTS): Promise<number> {
  await shell.renderer.result(text(SCRIPTS[kind], { shell: kind, script: SCRIPTS[kind] }));
  return 0;
}

/** What may follow: one line per word. The last of `words` is the one being typed. Silent when there is nothing to say. */
export async function complete(shell: Shell, program: Command, words: readonly string[]): Promise<number> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1).filter((word) => !word.startsWith('-'));
  const candidates = typed.startsWith('-')
    ? optionsOf(commandFor(program, before))
    : await wordsAfter(shell, program, before);
  const answers = candidates.filter((word) => word.startsWith(typed));
  if (answers.length > 0) await shell.renderer.result(text(answers.join('\n'), answers));
  return 0;
}

function commandFor(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words) command = childOf(command, word) ?? command;
  return command;
}

function childOf(command: Command, word: string): Command | undefined {
  return command.commands.find((each) => each.name() === word || each.aliases().includes(word));
}

function optionsOf(command: Command): string[] {
  const own = command.options.flatMap(({ long, hidden }) => (long && !hidden ? [long] : []));
  return command.parent === null ? own : [...own, ...optionsOf(command.parent)];
}

async function wordsAfter(shell: Shell, program: Command, before: readonly string[]): Promise<string[]> {
  const command = commandFor(program, before);
  const children = command.commands.filter((each) => !each.name().startsWith('__')).map((each) => each.name());
  if (children.length > 0) return [...children, ...(command === program ? ['help'] : [])];
  const depth = pathOf(command).length;
  const argument = command.registeredArguments[before.length - depth]?.name();
  if (argument === undefined) return [];
  const workspace = await shell.workspace().catch(() => undefined);
  if (workspace === undefined) return [];
  if (argument === 'block') {
    const workflows = command.name() === 'run' ? workspace.workflows.map(({ name }) => name) : [];
    return [...workspace.blocks.filter(({ template }) => !template).map(({ name }) => name), ...workflows];
  }
  if (argument === 'workflow') return workspace.workflows.map(({ name }) => name);
  if (argument !== 'action') return [];
  return workspace.blocks.find(({ name }) => name === before[depth])?.actions.map(({ name }) => name) ?? [];
}

function pathOf(command: Command): string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()];
}
