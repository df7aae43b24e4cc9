/** What a full-screen program may leave a terminal in when it is cut off, and the sequences that end each. */
export interface ScreenModes {
  /** Looks at what goes to the terminal. */
  observe(chunk: Buffer): void;
  /** What puts the terminal back; `''` when nothing is to be put back. Everything counts as put back then. */
  restore(): string;
}

const ESCAPE = 0x1b;
const HIDES_CURSOR = '25';
/** Private modes of xterm (invisible-island.net/xterm/ctlseqs): arrow keys, mouse, focus, other screens, bracketed paste. */
const RESTORED = new Set([
  '1',
  HIDES_CURSOR,
  '1000',
  '1002',
  '1003',
  '1004',
  '1005',
  '1006',
  '1015',
  '47',
  '1047',
  '1049',
  '2004',
]);
const LONGEST_SEQUENCE = 32;

/** Follows the modes of one terminal. */
export function createScreenModes(): ScreenModes {
  const changed = new Set<string>();
  let rest = '';
  const note = (mode: string, isOn: boolean): void => {
    if (!RESTORED.has(mode)) return;
    if (isOn === (mode !== HIDES_CURSOR)) changed.add(mode);
    else changed.delete(mode);
  };
  return {
    observe(chunk) {
      if (rest === '' && !chunk.includes(ESCAPE)) return;
      const text = rest + chunk.toString('latin1');
      for (const [, modes = '', end] of text.matchAll(/\u001b\[\?([\d;]+)([hl])/g)) {
        for (const mode of modes.split(';')) note(mode, end === 'h');
      }
      rest = /\u001b(?:\[(?:\?[\d;]*)?)?$/.exec(text.slice(-LONGEST_SEQUENCE))?.[0] ?? '';
    },
    restore() {
      const sequences = [...changed].map((mode) => `\u001b[?${mode}${mode === HIDES_CURSOR ? 'h' : 'l'}`);
      changed.clear();
      rest = '';
      return sequences.join('');
    },
  };
}
