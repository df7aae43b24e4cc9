/** One command of a shell text, as far as it can be told without a shell. */
export interface ShellCommand {
  /** Offset in the text, from 0. */
  readonly at: number;
  readonly word: string;
  /** From its word to its end. */
  readonly text: string;
}

const COMMAND =
  /(?:^|[\n;|&(`]|\{\s|\$\(|(?<=\b(?:then|do|else|if|while|until|exec|time|nohup|sudo|xargs))\s)[ \t]*((?:[A-Za-z_]\w*=\S*[ \t]+)*)([./\w@+-]+)([^\n;|&]*)/g;

/** The commands of a shell text; those in comments are left out. */
export function commandsOf(text: string): ShellCommand[] {
  const bare = text.replace(/(?<=^|\s)#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const found: ShellCommand[] = [];
  COMMAND.lastIndex = 0;
  for (let match = COMMAND.exec(bare); match !== null; match = COMMAND.exec(bare)) {
    const [whole, , word = '', rest = ''] = match;
    const at = match.index + whole.length - rest.length - word.length;
    found.push({ at, word, text: text.slice(at, at + word.length + rest.length).trimEnd() });
    // The words `sudo` and `then` are commands too; what follows them is searched for again.
    COMMAND.lastIndex = at + word.length;
    if (COMMAND.lastIndex === match.index) COMMAND.lastIndex += 1;
  }
  return found;
}

/** True when the last thing in the text is a `&` that sends a command to the background. */
export function endsInBackground(text: string): boolean {
  return /(?:^|[^&|>])&\s*$/.test(text);
}
