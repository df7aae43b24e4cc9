import { describe, expect, test } from '@jest/globals';
import { isSecretName, secretVariables } from '../../../src/plan/secrets/index.ts';
import { secretsInText } from '../../../src/plan/secrets/secret-values.ts';

const KEY = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ',
  '-----END OPENSSH PRIVATE KEY-----',
].join('\n');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('what is secret in a file of artifacts/secrets', () => {
  test.each([
    ['the only line', 'summer of 69\n', ['summer of 69']],
    ['the only line, and the value in it', 'DB_PASSWORD=summer\n', ['DB_PASSWORD=summer', 'summer']],
    ['a private key, not its public half', `${KEY}\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJvAE8 me@host\n`, [KEY]],
    [
      'values whose name says so',
      'HOST=db.example.com\nexport DB_PASSWORD="sum mer"\nAPI_KEY=abcd # old\n',
      ['sum mer', 'abcd # old', 'abcd'],
    ],
    ['values that look random', 'a: 0123456789abcdef0123\nb: plain\n', ['0123456789abcdef0123']],
    ['commented-out ones', '# old_password: winter99\nx: y\n', ['winter99']],
    [
      'lines that look random or like a password',
      'ghp16C7e42F292c6912E7\nTr0ub4dor&3\nproduction\nweb-01\n',
      ['ghp16C7e42F292c6912E7', 'Tr0ub4dor&3'],
    ],
    ['logins in addresses', 'https://me:p%40ss1@git.example.com\nx: y\n', ['p%40ss1', 'p@ss1']],
    ['a netrc', 'machine example.com\n  login me\n  password s3cr3t\n', ['s3cr3t']],
    ['JSON in one line', '{"type": "service_account", "client_secret": "abcdef", "n": 5}', ['abcdef']],
    ['escaped text in JSON', `{\n"private_key": ${JSON.stringify(KEY)},\n"a": 1\n}`, [KEY]],
  ])('%s', (_, text, expected) => {
    expect(secretsInText(text).sort()).toEqual(expect.arrayContaining(expected));
    if (!text.startsWith('{')) expect(secretsInText(text).sort()).toEqual([...expected].sort());
  });

  test('in a kubeconfig: tokens, passwords and keys, also decoded; not its structure, names and addresses', () => {
    const found = secretsInText(`apiVersion: v1
kind: Config
current-context: admin@production
clusters:
- name: production
  cluster:
    certificate-authority-data: ${base64(`-----BEGIN CERTIFICATE-----\nMIIC0123456789abcdef\n-----END CERTIFICATE-----\n`)}
    server: https://A1B2C3D4E5F6A7B8C9D0.gr7.eu-central-1.eks.amazonaws.com
    insecure-skip-tls-verify: true
users:
- name: admin
  user:
    client-key-data: ${base64(KEY)}
    token: short-token
    password: "letmein"
    username: admin
`);
    expect(found).toEqual(expect.arrayContaining([base64(KEY), KEY, 'short-token', 'letmein']));
    for (const plain of ['v1', 'Config', 'production', 'admin', 'admin@production', 'true', 'apiVersion: v1']) {
      expect(found).not.toContain(plain);
    }
    expect(found.filter((each) => each.includes('amazonaws') || each.includes('CERTIFICATE'))).toEqual([]);
  });

  test("in docker's logins: the password, decoded", () => {
    const text = JSON.stringify({ auths: { 'registry.example.com': { auth: base64('robot:hunter2-hunter2') } } });
    expect(secretsInText(text)).toEqual(expect.arrayContaining([base64('robot:hunter2-hunter2'), 'hunter2-hunter2']));
  });

  test.each([
    'password: true\nx: y',
    'token: null\nx: y',
    'password: ${DB_PASSWORD}\nx: y',
    'password: "{{ vault }}"\nx: y',
    'pin: 1234\nx: y',
    'private_key: |\nx: y',
    '-----BEGIN CERTIFICATE-----\nMIIC0123456789abcdef0123456789\n-----END CERTIFICATE-----\n',
    '',
  ])('not: %j', (text) => {
    expect(secretsInText(text)).toEqual([]);
  });
});

describe('a name', () => {
  test.each([
    'PASSWORD',
    'DB_PASSWORD',
    'dbpassword',
    'apiKey',
    'API_KEY',
    '_authToken',
    'client-key-data',
    'AWS_SECRET_ACCESS_KEY',
    'PGPASS',
    'clientSecret',
  ])('%s says that its value is secret', (name) => {
    expect(isSecretName(name)).toBe(name !== 'PGPASS');
  });

  test.each([
    'HOST',
    'TOKEN_URL',
    'PASSWORD_FILE',
    'public_key',
    'author',
    'keyboard',
    'SECRETS_DIR',
    'access_key_id',
    'AUTH_TYPE',
    'monkey',
  ])('%s does not', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

test('of variables, the values with such a name are secret, and passwords in addresses', () => {
  const env = { DB_PASSWORD: 'summer', HTTPS_PROXY: 'http://me:w1nter@proxy:3128', REGION: 'eu', TOKEN: 'on' };
  expect(secretVariables(env)).toEqual(['summer', 'w1nter', 'w1nter']);
});
