import { basename, resolve } from 'node:path';
import { stringify } from 'yaml';
import { Problem } from '../../errors.ts';
import { NAME_PATTERN } from '../../schema/rules.ts';
import { details, type Shell } from '../world.ts';

const NAME = new RegExp(NAME_PATTERN, 'u');

const BLOCK = `name: hello
kind: generic
description: A first block. Change it, or delete it.
config:
  greeting: Hello
actions:
  - name: greet
    description: Says hello from inside the toolchain container.
    script:
      - echo "$BLOCK_CONFIG_GREETING from $POLYCRATE_WORKSPACE, $(terraform version | head -n 1)"
      - date > "$ARTIFACTS/greeted.txt"
  - name: ping
    description: The same idea with Ansible.
    playbook: ping.yml
`;

const PLAYBOOK = `- name: Ping every host of the inventory
  hosts: all
  gather_facts: false
  tasks:
    - name: Is it there?
      ansible.builtin.ping:
    - name: Greet
      ansible.builtin.debug:
        msg: "{{ block.config.greeting }} from {{ inventory_hostname }}"
`;

const IGNORED = `# What must not be committed in plain text, and what changes with every run
secrets.poly
artifacts/secrets/
id_rsa
.logs/.lock
.terraform/
`;

/** `polycrate init [FOLDER]`: a workspace with one block that runs. Throws WORKSPACE_EXISTS; overwrites nothing. */
export async function init(
  shell: Shell,
  options: { readonly folder: string | undefined; readonly name?: string; readonly organization?: string },
): Promise<number> {
  const { files, records } = shell.world;
  const directory = resolve(shell.system.directory, options.folder ?? '.');
  const name = options.name ?? nameFrom(basename(directory));
  for (const [what, value] of [
    ['name', name],
    ['organization', options.organization ?? 'ok'],
  ] as const) {
    if (!NAME.test(value)) {
      throw new Problem('NAME_INVALID', `"${value}" cannot be the ${what} of a workspace`, {
        hint: `letters first, then letters and digits, joined by - _ or /: --${what} my-team`,
      });
    }
  }
  if ((await files.inspect(`${directory}/workspace.poly`)) !== undefined) {
    throw new Problem('WORKSPACE_EXISTS', `${directory} has a workspace.poly already`, {
      hint: 'polycrate workspace inspect',
    });
  }
  const workspace = { name, ...(options.organization === undefined ? {} : { organization: options.organization }) };
  const wanted: [string, string][] = [
    ['blocks/hello/block.poly', BLOCK],
    ['blocks/hello/ping.yml', PLAYBOOK],
    ['.gitignore', IGNORED],
    ['workspace.poly', stringify(workspace)],
  ];
  const written: string[] = [];
  for (const [path, contents] of wanted) {
    const target = `${directory}/${path}`;
    const existing = (await files.read(target))?.toString('utf8');
    if (existing !== undefined && path !== '.gitignore') continue;
    const text = existing === undefined ? contents : withMissingLines(existing, contents);
    if (text === existing) continue;
    await records.makeDirectory(resolve(target, '..'));
    await records.save(target, text, 0o644);
    written.push(path);
  }
  await shell.renderer.result(
    details(
      [
        ['workspace', name],
        ['in', directory],
        ['written', written],
        ['next', [...(options.folder === undefined ? [] : [`cd ${options.folder}`]), 'polycrate run hello greet']],
      ],
      { name, directory, written },
    ),
  );
  return 0;
}

/** `existing` with every line of `wanted` that it lacks at its end: secrets must be ignored in a repository that is there already, too. */
function withMissingLines(existing: string, wanted: string): string {
  const known = new Set(existing.split(/\r?\n/));
  const missing = wanted.split('\n').filter((line) => line !== '' && !known.has(line));
  if (missing.every((line) => line.startsWith('#'))) return existing;
  return `${existing.replace(/\n*$/, '\n')}\n${missing.join('\n')}\n`;
}

/** A folder's name bent to the name rule. */
function nameFrom(folder: string): string {
  const name = folder
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .replace(/-$/, '');
  return name.length < 2 ? 'workspace' : name;
}
