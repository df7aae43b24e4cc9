import { unescapeValue } from './add-mask.ts';

/** More of one secret is not kept. Bytes. */
const LONGEST = 1024 * 1024;

/** Puts together what polycrate-mask sends; see mask-helper.ts. */
export interface Registrar {
  /** Takes a line of it: `+ID PART` or `=ID LAST PART`. Others are dropped. */
  readonly take: (line: Buffer) => void;
  /** Whom to tell each whole secret, those that came before at once. */
  readonly onSecret: (listener: (value: string) => void) => void;
}

/** `acknowledge` is told the id of a secret once the listener has returned from it: until then its sender waits. */
export function createRegistrar(acknowledge: (id: string) => void): Registrar {
  const unfinished = new Map<string, Buffer>();
  const waiting: { readonly id: string; readonly value: string }[] = [];
  let tell: ((value: string) => void) | undefined;

  const deliver = (): void => {
    if (tell === undefined) return;
    for (const { id, value } of waiting.splice(0)) {
      tell(value);
      acknowledge(id);
    }
  };
  return {
    take(line) {
      const [, kind, id = ''] = /^([+=])(\d{1,10}) /.exec(line.toString('latin1', 0, 16)) ?? [];
      if (kind === undefined) return;
      const before = unfinished.get(id) ?? Buffer.alloc(0);
      const whole = Buffer.concat([before, line.subarray(id.length + 2)]).subarray(0, LONGEST);
      if (kind === '+') {
        unfinished.set(id, whole);
        return;
      }
      unfinished.delete(id);
      waiting.push({ id, value: unescapeValue(whole.toString('utf8')) });
      deliver();
    },
    onSecret(listener) {
      tell = listener;
      deliver();
    },
  };
}
