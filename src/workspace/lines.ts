/** One line of a text; offsets count from 0. */
export interface Line {
  readonly start: number;
  readonly text: string;
}

/** What is said about a syntax error, and the characters it is about. */
export interface Complaint {
  readonly message: string;
  readonly hint: string;
  readonly range: readonly [number, number];
}

/** The line that `offset` lies in, without its end. */
export function lineAt(text: string, offset: number): Line {
  // At a negative offset the search would look at the first character all the same.
  const start = offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  return { start, text: text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '') };
}

/** What stands in its line from `offset` on. */
export function restAt(text: string, offset: number): string {
  const { start, text: line } = lineAt(text, offset);
  return line.slice(offset - start);
}

/** The next line that says something, or undefined at the end. */
export function lineAfter(text: string, { start }: Line): Line | undefined {
  for (let at = text.indexOf('\n', start) + 1; at > 0 && at < text.length; at = text.indexOf('\n', at) + 1) {
    const line = lineAt(text, at);
    if (!isSilent(line)) return line;
  }
  return undefined;
}

/** The line before that says something, or undefined at the beginning. */
export function lineBefore(text: string, { start }: Line): Line | undefined {
  for (let at = start - 1; at >= 0;) {
    const line = lineAt(text, at);
    if (!isSilent(line)) return line;
    at = line.start - 1;
  }
  return undefined;
}

/** Spaces a line begins with. */
export function indentOf({ text }: Line): number {
  return text.length - text.trimStart().length;
}

/** The part of a line that says something, without a comment, and where it stands. */
export function contentOf(line: Line): { readonly text: string; readonly range: readonly [number, number] } {
  const start = line.start + indentOf(line);
  const text = withoutComment(line.text.trim());
  return { text, range: [start, start + Math.max(1, text.length)] };
}

/** `text` without a comment at its end. */
export function withoutComment(text: string): string {
  return text.replace(/\s+#.*$/, '').trimEnd();
}

/** True for a line that is empty or a comment. */
export function isSilent({ text }: Line): boolean {
  const content = text.trim();
  return content === '' || content.startsWith('#');
}

/** True for a line that begins with a dash and a space. */
export function isItem({ text }: Line): boolean {
  return /^\s*-(?:\s|$)/.test(text);
}
