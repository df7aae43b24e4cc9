const NUMBER = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * What plain (unquoted) text means in the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema): null, a truth
 * value, a number, or the text itself.
 */
export function toPlain(written: string): unknown {
  switch (written) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    default:
      return toNumber(written) ?? written;
  }
}

function toNumber(written: string): number | undefined {
  const first = written.charCodeAt(0);
  // Most text begins with none of + - . 0-9.
  if (first > 0x39 || first < 0x2b) return undefined;
  const value = NUMBER.test(written)
    ? Number(written)
    : /^0x[0-9a-fA-F]+$|^0o[0-7]+$/.test(written)
      ? Number(written)
      : Number.NaN;
  return exactOr(value, undefined);
}

/** Numbers JSON cannot hold (`.inf`) and whole numbers a double would round are better kept as `otherwise`, the text they were written as. */
export function exactOr<T>(value: number, otherwise: T): number | T {
  const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return isExact ? value : otherwise;
}
