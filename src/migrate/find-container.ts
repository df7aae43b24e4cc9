import type { Place } from '../errors.ts';
import { below, placeOfPart, textOf, type Spot } from './spot.ts';
import { shorten, type Difference } from './difference.ts';
import { actionsOf, effective, scriptOf, type OldBlock } from './old-blocks.ts';
import type { OldWorkspace } from './old-workspace.ts';
import { commandsOf } from './shell-text.ts';
import type { TextFile } from './texts.ts';

/** A script or playbook of one block, and how to point into it. */
interface Source {
  readonly block: OldBlock;
  readonly text: string;
  readonly kind: TextFile['kind'];
  readonly placeOf: (part: string, at: number) => Place;
}

/** Characters of a command that are looked at: what it is about stands in front. */
const LONGEST = 500;
const DOCKER = new Set(['docker', 'docker-compose', 'podman', 'buildah']);
const ROOT =
  /^(?:apt(?:-get)?|apk|dnf|yum|useradd|groupadd|adduser|chown|mount|systemctl|service|update-ca-certificates|ldconfig|modprobe|sysctl)$/;
const ROOT_TARGET =
  /(?:>>?|\btee\s+(?:-a\s+)?|\b(?:cp|mv|install|mkdir|ln|touch)\s[^\n;|&]*\s)\s*"?(?:\/etc\/|\/usr\/|\/opt\/|\/root\b|\/var\/lib\/)/;
/** In the other project's image, and not in ours. */
const TOOLS = new Set([
  'velero',
  'argocd',
  'yq',
  'cilium',
  'skopeo',
  'wget',
  'envsubst',
  'gettext',
  'make',
  'gcc',
  'pip',
  'pip3',
  'poly-utils',
]);
const ROLES =
  /\b(?:geerlingguy\.(?:docker|ntp)|netbox\.netbox|hetzner\.hcloud|amazon\.aws|community\.(?:aws|crypto|hashi_vault|postgresql|mysql|vmware|windows|grafana|zabbix|libvirt)|cloud\.common)\b[\w.]*/g;
const VARIABLES =
  /\$\{?(ANSIBLE_SSH_PRIVATE_KEY_FILE|ANSIBLE_VARS_ENABLED|ANSIBLE_VARS_PLUGINS|DEFAULT_VARS_PLUGIN_PATH)\b\}?|lookup\(\s*['"]env['"]\s*,\s*['"](ANSIBLE_SSH_PRIVATE_KEY_FILE)['"]/g;
const LOCAL =
  /^[ \t]*-?[ \t]*(?:hosts:\s*['"]?(?:localhost|127\.0\.0\.1)|connection:\s*['"]?local|delegate_to:\s*['"]?localhost|local_action:)/m;
const DOCKER_MODULE =
  /\b(?:community\.docker\.)?docker_(?:container|image|network|volume|compose|compose_v2|login|stack|swarm)\w*:/;

/** What actions do that needed the other container: its engine socket, its root, its tools and variables. */
export function findContainer({ blocks, texts, top }: OldWorkspace): Difference[] {
  const inScripts = blocks.flatMap((block) =>
    actionsOf(block)
      .flatMap(scriptOf)
      .map((item): Source => {
        return { block, kind: 'script', text: textOf(item) ?? '', placeOf: (part) => placeOfPart(item, part).place };
      }),
  );
  const inFiles = texts.flatMap((file): Source[] => {
    const block = blocks.find(({ folder }) => folder === file.folder);
    const placeOf = (part: string, at: number) => file.placeAt(at, part.length);
    return block === undefined ? [] : [{ block, kind: file.kind, text: file.text, placeOf }];
  });
  return [...inScripts, ...inFiles].flatMap((source) => [
    ...docker(source, top),
    ...root(source, top),
    ...missing(source),
  ]);
}

function docker({ block, kind, text, placeOf }: Source, top: Spot): Difference[] {
  if (hasEngine(block, top)) return [];
  const called = kind === 'script' ? commandsOf(text).find(({ word }) => DOCKER.has(word)) : undefined;
  const module = kind === 'playbook' && LOCAL.test(text) ? DOCKER_MODULE.exec(text) : null;
  const found = called?.text ?? module?.[0];
  if (found === undefined) return [];
  const place = placeOf(found, called?.at ?? module?.index ?? 0);
  return [
    { rule: 'docker', place, found: shorten(found), edit: `container: { docker: true } in block "${block.name}"` },
  ];
}

function hasEngine(block: OldBlock, top: Spot): boolean {
  const own = textOf(effective(block, 'container', 'docker'));
  const wish = own ?? textOf(below(top, 'config', 'container', 'docker')) ?? 'auto';
  return wish === 'true' || (wish === 'auto' && textOf(effective(block, 'kind')) === 'dockerapp');
}

function root({ block, kind, text, placeOf }: Source, top: Spot): Difference[] {
  const user = textOf(effective(block, 'container', 'user')) ?? textOf(below(top, 'config', 'container', 'user'));
  if (kind !== 'script' || user === 'root') return [];
  const called = commandsOf(text).find(
    (command) => ROOT.test(command.word) || ROOT_TARGET.test(` ${command.text.slice(0, LONGEST)}`),
  );
  if (called === undefined) return [];
  const edit = `container: { user: root } in block "${block.name}"; better, an image of your own that has it`;
  return [{ rule: 'root', place: placeOf(called.text, called.at), found: shorten(called.text), edit }];
}

function missing({ kind, text, placeOf }: Source): Difference[] {
  const tools = kind === 'script' ? commandsOf(text).filter(({ word }) => TOOLS.has(word)) : [];
  const roles = kind === 'playbook' ? [...text.matchAll(ROLES)] : [];
  return [
    ...tools.map(({ word, text: command, at }): Difference => {
      const edit = `an image of your own that has ${word}, named in config.image`;
      return { rule: 'tool', place: placeOf(command, at), found: shorten(command), edit };
    }),
    ...roles.map(({ 0: name, index }): Difference => {
      const edit = 'put it beside the playbook (roles/, collections/), or into an image of your own';
      return { rule: 'tool', place: placeOf(name, index), found: name, edit };
    }),
    ...[...text.matchAll(VARIABLES)].map(({ 0: whole, 1: first, 2: second, index }): Difference => {
      const edit =
        (first ?? second) === 'ANSIBLE_SSH_PRIVATE_KEY_FILE' ? whole.replace('SSH_PRIVATE', 'PRIVATE') : 'remove it';
      return { rule: 'variable', place: placeOf(whole, index), found: whole, edit };
    }),
  ];
}
