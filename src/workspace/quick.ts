import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { isPlainMap } from './map.ts';
import { isAltered } from './numbers.ts';
import { toPlain } from './scalar.ts';
import { isOddKey as isSlippedKey, isSlip } from './slips.ts';

/** Deeper files are rare, and the parser that knows places says more about them. */
const DEEPEST = 40;

/** Directives, document ends, lines that begin with a tab, lone carriage returns, marks: what the two parsers do not agree on. */
const ODD = /^(?:%|\.\.\.| +(?:---|\.\.\.)| *\t)|\r(?!\n)|\uFEFF/m;

type Container = unknown[] | Record<string, unknown>;

/**
 * The plain value of an ordinary file several times faster than `parseFile` finds it, which keeps a syntax tree for places. Undefined
 * for whatever is not ordinary: mistakes, anchors, tags, merge keys, equal keys, several documents. The value is the one of `parseFile`.
 */
export function parseQuickly(text: string): unknown {
  if (ODD.test(text)) return undefined;
  try {
    return build(text);
  } catch {
    // What is wrong, and where, is for the other parser to say.
    return undefined;
  }
}

function build(text: string): unknown {
  const parents: Container[] = [];
  let parent: Container | undefined;
  let key: string | undefined;
  let top: unknown;
  let documents = 0;
  const add = (value: unknown): boolean => {
    if (parent === undefined) top = value;
    else if (Array.isArray(parent)) parent.push(value);
    else if (key === undefined) return false;
    else {
      parent[key] = value;
      key = undefined;
    }
    return true;
  };
  for (const event of parseEvents(text, { maxDepth: DEEPEST })) {
    switch (event.type) {
      case EVENT_ID.SCALAR: {
        const isPlain = event.style === SCALAR_STYLE.PLAIN;
        const written = getScalarValue(text, event);
        if (isOddText(text, event, written)) return undefined;
        if (parent === undefined || Array.isArray(parent) || key !== undefined) add(meaningOf(event, written));
        else if (isOddKey(written, isPlain) || Object.hasOwn(parent, written)) return undefined;
        else key = written;
        break;
      }
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        const value: Container = event.type === EVENT_ID.MAPPING ? {} : [];
        if (isMarked(event) || !add(value)) return undefined;
        if (parent !== undefined) parents.push(parent);
        parent = value;
        break;
      }
      case EVENT_ID.POP:
        parent = parents.pop();
        break;
      case EVENT_ID.DOCUMENT:
        documents += 1;
        if (documents > 1 || event.directives.length > 0) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return isPlainMap(top) ? top : undefined;
}

function meaningOf({ style }: ScalarEvent, written: string): unknown {
  return style === SCALAR_STYLE.PLAIN ? toPlain(written) : written;
}

/** True for a value with an anchor or a tag. */
function isMarked({ anchorStart, tagStart }: Pick<ScalarEvent, 'anchorStart' | 'tagStart'>): boolean {
  return anchorStart !== -1 || tagStart !== -1;
}

/** True for a text about which the other parser has something to say. */
function isOddText(text: string, event: ScalarEvent, written: string): boolean {
  const isPlain = event.style === SCALAR_STYLE.PLAIN;
  return isMarked(event) || (isPlain && (isAltered(written) || isSlip(text, event.valueStart, event.valueEnd)));
}

/** Keys the parsers do not agree on, or that are no plain keys. */
function isOddKey(written: string, isPlain: boolean): boolean {
  return written === '__proto__' || (isPlain && (written === '<<' || written === '' || isSlippedKey(written)));
}
