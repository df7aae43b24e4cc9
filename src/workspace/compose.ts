import { Composer, type Document, Lexer, type LineCounter, Parser } from 'yaml';

/** Deeper nesting is never written by hand, and would overflow the stack of whoever walks it. */
export const DEEPEST = 100;

/** Words, signs and line ends that a file has at most: ten thousand ordinary lines have seventy thousand. */
const MOST_PARTS = 250_000;

/** The first document of a text, and what is wrong with the text beyond its syntax. Offsets count from 0. */
export interface Composed {
  readonly document: Document.Parsed;
  /** Where the nesting passes DEEPEST; the document is then empty. */
  readonly tooDeepAt: number | undefined;
  /** Where the text passes MOST_PARTS; the document is then empty. */
  readonly tooLongAt: number | undefined;
  /** Where a second document begins. */
  readonly secondAt: number | undefined;
}

/**
 * Composes a YAML 1.2 document of core types. The library's parser builds any depth in a loop, but its composer recurses, and
 * close to the end of the stack the runtime may abort for good; so the depth is watched between the two.
 */
export function compose(text: string, lines: LineCounter, mostParts = MOST_PARTS): Composed {
  const parser = new Parser();
  let tooDeepAt: number | undefined;
  let tooLongAt: number | undefined;
  let parts = 0;
  // The parser would tell of lines only as far as it gets.
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  function* tokens() {
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme);
      parts += 1;
      if (parts > mostParts) {
        tooLongAt = parser.offset;
        return;
      }
      if (parser.stack.length <= DEEPEST) continue;
      tooDeepAt = parser.offset - lexeme.length;
      return;
    }
    yield* parser.end();
  }
  // Our own check finds equal keys in linear time and names both; explicit tags of YAML 1.1 would make dates and sets of text.
  const options = {
    prettyErrors: false,
    uniqueKeys: false,
    resolveKnownTags: false,
    schema: 'core',
    logLevel: 'error',
  } as const;
  const documents = new Composer(options).compose(tokens(), true, text.length);
  // With its second argument the composer always gives a document, be it an empty one.
  const document = documents.next().value as Document.Parsed;
  const second = tooDeepAt === undefined && tooLongAt === undefined ? documents.next().value : undefined;
  return { document, tooDeepAt, tooLongAt, secondAt: second?.range[0] };
}
