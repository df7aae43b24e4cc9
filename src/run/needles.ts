const SHORTEST_LINE = 6;
const SHORTEST_BASE64 = 6;
/** Where `base64`, MIME and PEM break their lines. */
const BASE64_LINES = [76, 64];
const UNRESERVED = /[A-Za-z0-9\-_.~]/;

/**
 * Every way a secret may be written in output: as it is, its lines, with CRLF, JSON-escaped (also twice), shell-, YAML- and
 * Python-quoted, percent-encoded, base64 at any alignment. Blanks around it do not belong to it.
 */
export function spellSecret(secret: string): readonly Buffer[] {
  const core = secret.trim();
  const lines = core.split(/\r?\n/u).map((line) => line.trim());
  const texts = [
    core,
    ...(lines.length === 1 ? [] : [core.replaceAll(/\r?\n/gu, '\n'), core.replaceAll(/\r?\n/gu, '\r\n')]),
  ];
  texts.push(...lines.filter((line) => line.length >= SHORTEST_LINE));
  const spellings = new Set(
    texts.flatMap((text) => [text, ...escapeJson(text), ...quote(text), ...encodePercent(text)]),
  );
  const encoded = new Set([...encodeBase64(Buffer.from(core)), ...breakBase64(Buffer.from(core))]);
  return [...new Set([...spellings, ...encoded])].map((spelling) => Buffer.from(spelling));
}

function escapeJson(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const escapeCode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return [
    json,
    json.replaceAll(/[^ -~]/g, escapeCode),
    json.replaceAll(/[<>&\u2028\u2029]/g, escapeCode),
    json.replaceAll('/', '\\/'),
    JSON.stringify(json).slice(1, -1),
  ];
}

function quote(text: string): string[] {
  return [
    text.replaceAll("'", "'\\''"),
    text.replaceAll("'", `'"'"'`),
    text.replaceAll("'", "''"),
    text.replaceAll(/[^A-Za-z0-9_@%+=:,./-]/g, '\\$&'),
    text.replaceAll(/[$`"\\]/g, '\\$&'),
    text.replaceAll('\\', '\\\\'),
    text.replaceAll(/['\\]/g, '\\$&'),
  ];
}

/** How a byte is written by each custom: they differ in what they leave alone. */
const PERCENT_CUSTOMS = ['', '/', "!'()*", "!$&'()*+,;=:@/?", '*'].map((safe) =>
  Array.from({ length: 256 }, (_, byte) => {
    const character = String.fromCharCode(byte);
    const isLeft = UNRESERVED.test(character) || safe.includes(character);
    return isLeft ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }),
);

/** The customs differ also in how they write a blank, and in the case of the digits. */
function encodePercent(text: string): string[] {
  const bytes = Buffer.from(text);
  const forms = new Set(
    PERCENT_CUSTOMS.map((codes) => {
      let form = '';
      for (const byte of bytes) form += codes[byte] ?? '';
      return form;
    }),
  );
  // HTML forms leave `*` alone as the last of them does, and neither blanks nor tildes.
  for (const form of [...forms]) forms.add(form.replaceAll('%20', '+').replaceAll('~', '%7E'));
  return [...forms].flatMap((each) =>
    each.includes('%')
      ? [each, each.replaceAll('%20', '+'), each.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]
      : [each],
  );
}

/** The characters that the secret alone decides, for each of the three places it can have in a group of three bytes; and up to the end of the data. */
function encodeBase64(bytes: Buffer): string[] {
  const offsets = bytes.length < SHORTEST_BASE64 ? [0] : [0, 1, 2];
  return offsets.flatMap((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const tail = whole.slice(Math.ceil((offset * 8) / 6));
    const middle = whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    const forms = bytes.length < SHORTEST_BASE64 ? [tail] : [middle, tail];
    return forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
  });
}

function breakBase64(bytes: Buffer): string[] {
  const whole = bytes.toString('base64').replace(/=+$/, '');
  return BASE64_LINES.filter((columns) => whole.length > columns).flatMap((columns) =>
    (whole.match(new RegExp(`.{1,${String(columns)}}`, 'g')) ?? []).filter((line) => line.length >= SHORTEST_BASE64),
  );
}
