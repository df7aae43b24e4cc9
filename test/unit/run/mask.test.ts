import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMasker } from '../../../src/run/mask.ts';
import { spellSecret } from '../../../src/run/needles.ts';

function maskStream(secrets: readonly string[], chunks: readonly (string | Buffer)[]): string {
  const masker = createMasker(secrets);
  const parts = chunks.map((chunk) => Buffer.from(masker.push(Buffer.from(chunk))));
  return Buffer.concat([...parts, masker.flush()]).toString();
}

function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((at) => at % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
}

/** The slow and obvious way: mark every byte of every occurrence; one mask for occurrences that overlap. */
function maskSlowly(secrets: readonly string[], text: Buffer): string {
  const needles = secrets.filter((secret) => secret.trim().length >= 3).flatMap(spellSecret);
  let shown = '';
  let maskedEnd = 0;
  const whole = text.toString('latin1');
  for (let at = 0; at < whole.length; at += 1) {
    const sizes = needles.map((needle) => needle.toString('latin1')).filter((needle) => whole.startsWith(needle, at));
    const end = at + Math.max(0, ...sizes.map(({ length }) => length));
    if (end > at) {
      if (at >= maskedEnd) shown += '***';
      maskedEnd = Math.max(maskedEnd, end);
    }
    if (at >= maskedEnd) shown += whole.charAt(at);
  }
  return Buffer.from(shown, 'latin1').toString();
}

const pem = [
  '-----BEGIN PRIVATE KEY-----',
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj',
  'MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu',
  'Nw==',
  '-----END PRIVATE KEY-----',
].join('\n');

describe('a secret in a stream', () => {
  test('is replaced wherever it stands', () => {
    expect(maskStream(['hunter2'], ['hunter2 is hunter2, not hunter3'])).toBe('*** is ***, not hunter3');
  });

  test('is replaced when chunks cut it anywhere', () => {
    for (let at = 0; at <= 13; at += 1) {
      const text = 'pw=hunter2 end';
      expect(maskStream(['hunter2'], [text.slice(0, at), text.slice(at)])).toBe('pw=*** end');
    }
    expect(maskStream(['hunter2'], Array.from('pw=hunter2 end'))).toBe('pw=*** end');
  });

  test('is masked as the longest of those that begin at one place', () => {
    expect(maskStream(['abcd', 'abcdefgh'], ['abcdefgh abcdefg'])).toBe('*** ***efg');
  });

  test('is masked together with those it overlaps', () => {
    expect(maskStream(['abcdef', 'defghi'], ['xabcdefghix'])).toBe('x***x');
    expect(maskStream(['abcdef', 'defghi'], ['xabcde', 'f', 'ghix'])).toBe('x***x');
    expect(maskStream(['aaa'], ['aa', 'aaa', 'b'])).toBe('***b');
  });

  test('is masked twice when it stands twice in a row', () => {
    expect(maskStream(['hunter2'], ['hunter2hunter2'])).toBe('******');
  });

  test('holds back only an end that may become a secret', () => {
    const masker = createMasker(['hunter2']);
    expect(masker.push(Buffer.from('the hunt')).toString()).toBe('the ');
    expect(masker.push(Buffer.from(' is on. ')).toString()).toBe('hunt is on. ');
    expect(masker.push(Buffer.from('Password: ')).toString()).toBe('Password: ');
    expect(masker.push(Buffer.from('hun')).toString()).toBe('');
    expect(masker.flush().toString()).toBe('hun');
    expect(masker.flush().toString()).toBe('');
  });

  test('is found even if the producer uses its chunk again', () => {
    const masker = createMasker(['hunter2']);
    const chunk = Buffer.from('hunt');
    masker.push(chunk);
    chunk.fill('x');
    expect(masker.push(Buffer.from('er2')).toString()).toBe('***');
  });

  test('does not disturb the other stream of a fork', () => {
    const stdout = createMasker(['hunter2']);
    const stderr = stdout.fork();
    expect(stdout.push(Buffer.from('hunt')).toString()).toBe('');
    expect(stderr.push(Buffer.from('er2')).toString()).toBe('er2');
    expect(stdout.push(Buffer.from('er2')).toString()).toBe('***');
  });

  test('may stand among bytes that are no text', () => {
    const masker = createMasker(['hunter2']);
    const noise = Buffer.from([0xff, 0x00, 0xc3]);
    const shown = Buffer.concat([masker.push(Buffer.concat([noise, Buffer.from('hunter2'), noise])), masker.flush()]);
    expect(shown).toEqual(Buffer.concat([noise, Buffer.from('***'), noise]));
  });
});

describe('a secret spelled otherwise', () => {
  const secret = `p@ß/"w'or\\d <&> $x+é~`;
  const bytes = Buffer.from(secret);
  const double = JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1);

  test.each([
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['JSON in JSON', double],
    ['JSON in ASCII', `p@\\u00df/\\"w'or\\\\d <&> $x+\\u00e9~`],
    ['JSON as Go writes it', `p@ß/\\"w'or\\\\d \\u003c\\u0026\\u003e $x+é~`],
    ['JSON with escaped slashes', `p@ß\\/\\"w'or\\\\d <&> $x+é~`],
    ['the single quotes of a shell', `p@ß/"w'\\''or\\d <&> $x+é~`],
    ['the quotes of shlex', `p@ß/"w'"'"'or\\d <&> $x+é~`],
    ['the double quotes of a shell', `p@ß/\\"w'or\\\\d <&> \\$x+é~`],
    ['the single quotes of YAML', `p@ß/"w''or\\d <&> $x+é~`],
    ['the quotes of Python', `p@ß/"w\\'or\\\\d <&> $x+é~`],
    ['encodeURIComponent', encodeURIComponent(secret)],
    ['encodeURI', encodeURI(secret).replaceAll('#', '%23')],
    ['a form', new URLSearchParams({ x: secret }).toString().slice(2)],
    [
      'percent-encoding in lower case',
      encodeURIComponent(secret).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ],
  ])('is masked in %s', (_, spelling) => {
    expect(maskStream([secret], [`x=${spelling};`])).toBe('x=***;');
  });

  test.each(['base64', 'base64url'] as const)('is masked in %s, wherever it stands in the encoded data', (encoding) => {
    for (const before of ['', 'a', 'ab', 'abc', 'user:']) {
      for (const after of ['', '\n', 'yz', 'xyz']) {
        const encoded = Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]).toString(encoding);
        const shown = maskStream([secret], [encoded]);
        const around = Buffer.from(before).toString(encoding).length + Buffer.from(after).toString(encoding).length;
        expect(shown).toContain('***');
        expect(shown.length).toBeLessThanOrEqual(around + 3 + 2 + 2);
      }
    }
  });

  test('is masked in base64 that is broken into lines', () => {
    const long = Array.from({ length: 40 }, (_, index) => `token-${String(index * 7919)}`).join('');
    const encoded = Buffer.from(long).toString('base64').replace(/=+$/, '');
    for (const columns of [76, 64]) {
      const lines = encoded.match(new RegExp(`.{1,${String(columns)}}`, 'g')) ?? [];
      expect(maskStream([long], [lines.join('\n')])).toBe(lines.map(() => '***').join('\n'));
    }
  });

  test('is masked as one, whatever ends its lines', () => {
    expect(maskStream([pem], [`key: ${pem}\n`])).toBe('key: ***\n');
    expect(maskStream([pem], [`key: ${pem.replaceAll('\n', '\r\n')}\n`])).toBe('key: ***\n');
    expect(maskStream([`${pem}\n`], [pem])).toBe('***');
    expect(maskStream([pem], [JSON.stringify({ key: pem })])).toBe('{"key":"***"}');
  });

  test('is masked line by line where its lines are indented or apart; lines under six characters are not secret alone', () => {
    const indented = pem.replaceAll('\n', '\n    ');
    expect(maskStream([pem], [indented])).toBe('***\n    ***\n    ***\n    Nw==\n    ***');
    expect(maskStream([pem], [pem.split('\n')[2]?.slice(0, 5) ?? ''])).toBe('MzEfY');
  });
});

describe('what is not masked', () => {
  test('secrets of one or two characters, which are named', () => {
    const masker = createMasker();
    expect(masker.add(['', '  ', 'ab', 'abc', ' x '])).toEqual(['ab', 'x']);
    expect(masker.maskText('ab abc x')).toBe('ab *** x');
  });

  test('anything, when there are no secrets: the very same chunk comes back', () => {
    const masker = createMasker([]);
    const chunk = Buffer.from('text');
    expect(masker.push(chunk)).toBe(chunk);
    expect(masker.flush()).toHaveLength(0);
    expect(masker.maskText('text')).toBe('text');
    expect(masker.fork().maskData({ a: 1 })).toEqual({ a: 1 });
  });
});

describe('a secret that is added', () => {
  test('is hidden from then on, in every fork', () => {
    const stdout = createMasker(['first']);
    const stderr = stdout.fork();
    expect(stdout.push(Buffer.from('later first ')).toString()).toBe('later *** ');
    stderr.add(['later']);
    expect(stdout.push(Buffer.from('later first ')).toString()).toBe('*** *** ');
    expect(stderr.maskText('later')).toBe('***');
  });

  test('is hidden although the very first bytes came before it', () => {
    const masker = createMasker();
    expect(masker.push(Buffer.from('open ')).toString()).toBe('open ');
    masker.add(['hunter2']);
    expect(masker.push(Buffer.from('hun')).toString()).toBe('');
    expect(masker.push(Buffer.from('ter2')).toString()).toBe('***');
  });

  test('is found as surely as if it had been known from the beginning', () => {
    const secret = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', '/', '"'), minLength: 3, maxLength: 24 });
    const batches = fc.array(fc.array(secret, { maxLength: 4 }), { minLength: 1, maxLength: 8 });
    const text = fc.array(fc.oneof(secret, fc.string({ maxLength: 4 })), { maxLength: 20 });
    fc.assert(
      fc.property(batches, text, (added, pieces) => {
        const all = added.flat();
        const shown = pieces.concat(all).join(' ');
        const masker = createMasker();
        for (const batch of added) {
          masker.add(batch);
          masker.maskText('');
        }
        expect(masker.maskText(shown)).toBe(createMasker(all).maskText(shown));
      }),
      { numRuns: 300 },
    );
  });
});

describe('what a run tells of itself', () => {
  test('is masked in texts and keys; ids, times, names and numbers stay', () => {
    const masker = createMasker(['web', '137', 'hunter2']);
    const record = { block: 'web', transaction: '137-web', exit_code: 137, cause: 'hunter2 refused', list: ['web'] };
    expect(masker.maskReport(record)).toEqual({ ...record, cause: '*** refused', list: ['***'] });
    expect(masker.maskReport({ labels: { id: 'hunter2', tier: 'front' } })).toEqual({
      labels: { id: '***', tier: 'front' },
    });
  });
});

describe('data', () => {
  test('is masked in strings, keys, numbers and booleans, and keeps its form', () => {
    const masker = createMasker(['hunter2', '8443', 'true', '","']);
    const data = { url: 'https://u:hunter2@h', port: 8443, on: true, off: false, n: 18443, hunter2: [null, 'x","y'] };
    expect(masker.maskData(data)).toEqual({
      url: 'https://u:***@h',
      port: '***',
      on: '***',
      off: false,
      n: 18443,
      '***': [null, 'x***y'],
    });
  });
});

describe('for any secrets, any text, any chunking', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 9 });
  const secret = fc.oneof(
    letters,
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.string({ maxLength: 30 }),
  );
  const secretsAndText = fc.array(secret, { minLength: 1, maxLength: 6 }).chain((secrets) => {
    const pieces = secrets.flatMap((text) => [text, ...(text.trim().length < 3 ? [] : spellSecret(text).map(String))]);
    const piece = fc.oneof(fc.constantFrom(...pieces), letters, fc.string({ maxLength: 5 }));
    return fc.record({
      secrets: fc.constant(secrets),
      text: fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
    });
  });

  test('the stream shows what masking the whole shows, and that is every occurrence', () => {
    fc.assert(
      fc.property(secretsAndText, fc.array(fc.nat(200), { maxLength: 12 }), ({ secrets, text }, cuts) => {
        const bytes = Buffer.from(text);
        const shown = maskStream(secrets, cut(bytes, cuts));
        expect(shown).toBe(maskSlowly(secrets, bytes));
        expect(shown).toBe(createMasker(secrets).maskText(bytes.toString()));
      }),
      { numRuns: 500 },
    );
  });

  test('no secret survives', () => {
    fc.assert(
      fc.property(secretsAndText, fc.array(fc.nat(200), { maxLength: 12 }), ({ secrets, text }, cuts) => {
        const shown = maskStream(secrets, cut(Buffer.from(text), cuts));
        for (const core of secrets.map((each) => each.trim())) {
          if (core.length >= 3 && !core.includes('*')) expect(shown).not.toContain(core);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a thousand secrets are found as surely as one', () => {
    const secrets = Array.from({ length: 1000 }, (_, index) => `eyJhbGciOi${(index * 2654435761).toString(36)}`);
    const text = secrets.map((each) => `token ${each}\n`).join('');
    expect(maskStream(secrets, cut(Buffer.from(text), [1000, 7777, 15000, 22222]))).toBe('token ***\n'.repeat(1000));
  });
});
