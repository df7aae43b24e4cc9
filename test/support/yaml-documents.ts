import fc from 'fast-check';

const KEYS = [
  ...[
    'name',
    'kind',
    'from',
    'template',
    'labels',
    'alias',
    'config',
    'actions',
    'script',
    'playbook',
    'timeout',
    'env',
  ],
  ...[
    'blocks',
    'workflows',
    'steps',
    'block',
    'action',
    'when',
    'inventory',
    'kubeconfig',
    'filename',
    'container',
    'docker',
  ],
  ...[
    'extraenv',
    'extramounts',
    'logging',
    'path',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '<<',
    '1',
    '1.10',
    'true',
  ],
  ...['~', '"quoted"', "'single'", 'näme', '🚀', 'a b', 'on', '2026-01-02'],
];
const SCALARS = [
  ...[
    'acme',
    'shop',
    'deploy',
    '1',
    '-0',
    '1e999',
    '9007199254740993',
    '0x1F',
    '0o17',
    '010',
    '1_000',
    '1:30',
    '.inf',
    '.nan',
  ],
  ...[
    'true',
    'yes',
    'off',
    'null',
    '~',
    '',
    '2026-01-02',
    '2026-01-02T03:04:05Z',
    '"a: b"',
    "'it''s'",
    '"\\u00e9"',
    '../x',
  ],
  ...[
    'a/../../b',
    '/etc/passwd',
    '30m',
    '1h30m',
    'auto',
    'failure',
    'k8sapp',
    'echo hello',
    'KEY=value',
    './a:/b:ro',
    '!!str 1',
  ],
  ...[
    '&a 1',
    '*a',
    '&b {x: 1}',
    '*b',
    '!vault x',
    '|\n  two\n  lines',
    '>-\n  folded',
    '[]',
    '{}',
    '[1, [2]]',
    '{a: {b: c}}',
  ],
];

interface Tree {
  readonly value: fc.Arbitrary<string>;
}

const indent = (text: string): string => text.replaceAll('\n', '\n  ');
const scalar = fc.constantFrom(...SCALARS);
const key = fc.constantFrom(...KEYS);

const { value } = fc.letrec<{ value: string; map: string; list: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, depthSize: 'small' }, scalar, tie('map'), tie('list')),
  map: fc
    .array(fc.tuple(key, tie('value')), { minLength: 1, maxLength: 4 })
    .map((pairs) => pairs.map(([name, inner]) => `\n${name}: ${indent(inner)}`).join('')),
  list: fc
    .array(tie('value'), { minLength: 1, maxLength: 4 })
    .map((items) => items.map((item) => `\n- ${indent(item.replace(/^\n/, ''))}`).join('')),
})) as Tree;

/** Documents that are YAML most of the time, with anchors, tags, merge keys, equal keys, odd numbers, line ends and marks in them. */
export const yamlDocument: fc.Arbitrary<string> = fc
  .record({
    pairs: fc.array(fc.tuple(key, value), { maxLength: 6 }),
    head: fc.constantFrom('name: acme', '', '---\nname: acme', '%YAML 1.1\n---\nname: acme', '# comment\nname: acme'),
    ending: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '', '\uFEFF'),
    tail: fc.constantFrom('', '\n', '\n...\n', '\n---\nb: 1\n', '  \n\t\n'),
  })
  .map(({ pairs, head, ending, mark, tail }) => {
    const body = pairs.map(([name, inner]) => `\n${name}: ${indent(inner)}`).join('');
    return mark + `${head}${body}${tail}`.replaceAll('\n', ending);
  });
