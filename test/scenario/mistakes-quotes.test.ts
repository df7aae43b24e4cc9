import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes in quotes and brackets', () => {
  testMistakes('mistakes/quotes.txt', [
    [
      'unclosed double quotes',
      W,
      'on_call: "+49 30 1234567"',
      'on_call: "+49 30 1234567',
      'YAML_INVALID workspace.poly:12:12',
    ],
    [
      'unclosed bracket',
      W,
      'regions: [eu-central-1, eu-west-1]',
      'regions: [eu-central-1, eu-west-1',
      'YAML_INVALID workspace.poly:33:14',
    ],
    [
      'unclosed brace',
      block('cluster'),
      'prompt: { message: Remove the cluster? }',
      'prompt: { message: Remove the cluster?',
      'YAML_INVALID blocks/cluster/block.poly:19:13',
    ],
    [
      'missing comma in braces',
      block('cluster'),
      '  features:\n    ingress: true\n    metrics: false\n',
      '  features: { ingress: "true" metrics: false }\n',
      'YAML_INVALID blocks/cluster/block.poly:11:31',
    ],
    [
      'unclosed single quotes',
      block('registry'),
      'storage: /srv/registry',
      "storage: '/srv/registry",
      'YAML_INVALID blocks/registry/block.poly:10:12',
    ],
    [
      'unclosed quotes before others',
      block('shop'),
      'image: "registry.example.com/shop:7.2.1"',
      'image: "registry.example.com/shop:7.2.1',
      'YAML_INVALID blocks/shop/block.poly:9:10',
    ],
    [
      'a key indented further than the one before',
      W,
      '  tier: "1"',
      '    tier: "1"',
      'YAML_INVALID workspace.poly:9:5',
    ],
    [
      '": " in unquoted text',
      block('cluster'),
      'description: The Kubernetes cluster of the team',
      'description: Kubernetes: the cluster of the team',
      'YAML_INVALID blocks/cluster/block.poly:3:14',
    ],
    [
      '": " in an unquoted item of a script',
      block('shop'),
      '      - curl --fail "https',
      '      - curl --header Accept: text/plain --fail "https',
      'VALUE_INVALID blocks/shop/block.poly:27:9',
    ],
    [
      '": " in an unquoted extraenv',
      W,
      '  - NO_PROXY=localhost,10.0.0.0/8',
      '  - NO_PROXY: localhost,10.0.0.0/8',
      'VALUE_INVALID workspace.poly:16:5',
    ],
    [
      'text that begins with a quote and goes on',
      block('servers'),
      'display_name: Hosts',
      'display_name: "Hosts" of all',
      'YAML_INVALID blocks/servers/block.poly:5:15',
    ],
    [
      'text that begins with *',
      block('registry'),
      'storage: /srv/registry',
      'storage: *.example.com',
      'YAML_INVALID blocks/registry/block.poly:10:12',
      BACK,
    ],
    [
      'text that begins with %',
      block('registry'),
      'storage: /srv/registry',
      'storage: %h/registry',
      'YAML_INVALID blocks/registry/block.poly:10:12',
    ],
    [
      'text that begins with @',
      W,
      'contact: platform@example.com',
      'contact: @platform',
      'YAML_INVALID workspace.poly:11:12',
    ],
    [
      'text that begins with {{',
      block('registry'),
      'storage: /srv/registry',
      'storage: {{ storage }}',
      'YAML_INVALID blocks/registry/block.poly:10:12',
    ],
    [
      'text that begins with [',
      block('cluster'),
      'channel: v1.33',
      'channel: [v1.33] stable',
      'YAML_INVALID blocks/cluster/block.poly:10:12',
    ],
    [
      'text that begins with !',
      block('cluster'),
      'channel: v1.33',
      'channel: !v1.33',
      'YAML_INVALID blocks/cluster/block.poly:10:12',
      BACK,
    ],
    [
      'text that begins with backtick',
      block('cluster'),
      'channel: v1.33',
      'channel: `v1.33`',
      'YAML_INVALID blocks/cluster/block.poly:10:12',
    ],
    [
      'bad escape in quotes',
      W,
      'on_call: "+49 30 1234567"',
      'on_call: "C:\\data"',
      'YAML_INVALID workspace.poly:12:15',
    ],
  ]);
});
