/** The simple commands of a line of shell, as far as they can be told apart without a shell. */
export interface ShellLine {
  readonly commands: readonly string[];
  /** A quote is open at its end, or a backslash says that it goes on. */
  readonly isOpen: boolean;
}

/** Splits a line at `;`, `&`, `|`, `&&` and `||` outside of quotes; what follows a substitution, a group or a comment is left out. */
export function splitLine(line: string): ShellLine {
  const commands: string[] = [];
  let begin = 0;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    // The character itself shows that the word before it was not at its end.
    else if (endsReading(line, at)) return { commands: [...commands, line.slice(begin, at + 1)], isOpen: false };
    else if (isOperator(line, at)) {
      commands.push(line.slice(begin, at));
      begin = at + 1;
    }
  }
  return { commands: [...commands, line.slice(begin)], isOpen: quote !== '' || /\\\s*$/.test(line) };
}

function endsReading(line: string, at: number): boolean {
  const [before, character] = [line.charAt(at - 1), line.charAt(at)];
  if (character === '#') return /^$|\s/.test(before);
  return character === '`' || character === '(' || (character === '{' && before !== '$');
}

/** `2>&1`, `&>file` and `>|file` are no operators between commands. */
function isOperator(line: string, at: number): boolean {
  const [before, character, after] = [line.charAt(at - 1), line.charAt(at), line.charAt(at + 1)];
  if (character === ';') return true;
  if (character === '|') return before !== '>';
  return character === '&' && before !== '>' && before !== '<' && after !== '>';
}
