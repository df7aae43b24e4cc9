import { stripVTControlCharacters } from 'node:util';

// Bidirectional controls and line separators can make a text look like another one; C0 and C1 controls can drive the terminal.
const HIDDEN = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/** Makes control characters of untrusted text visible, one for one, so that columns stay; those in `keep` pass. */
export function makeVisible(text: string, keep = ''): string {
  return text.replace(HIDDEN, (character) => (keep.includes(character) ? character : drawControl(character)));
}

/** One line of a program's progress as plain text: no escape sequences, and only what stands after the last carriage return. */
export function makePlain(line: string): string {
  const plain = stripVTControlCharacters(line).trimEnd();
  return makeVisible(plain.slice(plain.lastIndexOf('\r') + 1));
}

function drawControl(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
