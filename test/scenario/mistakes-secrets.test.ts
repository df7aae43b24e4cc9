import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const S = 'secrets.poly';

describe('mistakes in secrets.poly, nothing of which is quoted', () => {
  testMistakes('mistakes/secrets.txt', [
    ['misspelt secret block', S, '  - name: registry\n', '  - name: registri\n', 'BLOCK_UNKNOWN secrets.poly:6:11'],
    [
      'secret config quote',
      S,
      '        password: dummy-password-of-nobody',
      '        password: "dummy-password-of-nobody',
      'YAML_INVALID secrets.poly:9:19',
    ],
    [
      'secret colon',
      S,
      'password: "dummy: with a colon"',
      'password: dummy: with a colon',
      'YAML_INVALID secrets.poly:13:19',
      BACK,
    ],
    [
      'secret begins with *',
      S,
      'password: dummy-password-of-nobody',
      'password: *dummy',
      'YAML_INVALID secrets.poly:9:19',
      BACK,
    ],
    [
      'secret no space',
      S,
      'password: dummy-password-of-nobody',
      'password:dummy-password-of-nobody',
      'YAML_INVALID secrets.poly:9:9',
      BACK,
    ],
    ['secret unknown key', S, 'extraenv:\n', 'extraenvs:\n', 'KEY_UNKNOWN secrets.poly:1:1'],
    ['secret extraenv', S, '  - CLOUD_TOKEN=dummy', '  - CLOUD-TOKEN=dummy', 'ENV_INVALID secrets.poly:4:5'],
    [
      'secret schema',
      S,
      '        password: "dummy: with a colon"',
      '        pasword: "dummy: with a colon"',
      'CONFIG_INVALID secrets.poly:13:9',
    ],
    [
      'secret number',
      S,
      '        password: "dummy: with a colon"',
      '        password: 1234567',
      'CONFIG_INVALID secrets.poly:13:19',
      BACK,
    ],
    [
      'secret env as map',
      S,
      '  - CLOUD_TOKEN=dummy-token-of-nobody',
      '  - CLOUD_TOKEN: dummy-token-of-nobody',
      'VALUE_INVALID secrets.poly:4:5',
      BACK,
    ],
  ]);
});
