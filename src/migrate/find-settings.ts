import { actionsOf } from './old-blocks.ts';
import { below, entriesOf, isEmpty, itemsOf, placeOfSpot, textOf, type Spot } from './spot.ts';
import { shorten, type Difference } from './difference.ts';
import type { OldWorkspace } from './old-workspace.ts';

const OTHER_IMAGE = /^(?:cargo\.ayedo\.(?:cloud|de)|ghcr\.io\/polycrate\/polycrate|docker\.io\/polycrate|polycrate\/)/;

/** Keys of workspace.poly that did something else there. */
export async function findSettings(workspace: OldWorkspace): Promise<Difference[]> {
  const { top } = workspace;
  const mounts = await Promise.all(itemsOf(below(top, 'extramounts')).map((entry) => mount(entry, workspace)));
  return [...mounts.flat(), ...image(top), ...idle(top), ...git(workspace), ...interactive(workspace)];
}

async function mount(entry: Spot, { has }: OldWorkspace): Promise<Difference[]> {
  const text = textOf(entry) ?? '';
  const [source = '', target = ''] = text.split(':');
  const place = placeOfSpot(entry);
  const moved = /^\/root(?=\/|$)/.test(target)
    ? [{ rule: 'mount' as const, place, found: text, edit: text.replace(/:\/root(?=\/|$)/, ':/home/polycrate') }]
    : [];
  if (/^[\w][\w.-]*$/.test(source)) {
    // Docker keeps a volume under a name without a slash.
    const edit = `./${text}: a folder of the workspace; named volumes are not mounted (mkdir -p ${source})`;
    return [{ rule: 'mount', place, found: text, edit }, ...moved];
  }
  const isAbsolute = source.startsWith('/');
  if (!isAbsolute || (await has(source))) return moved;
  const edit = `mkdir -p ${source}: a folder that is missing is not made, it is an error`;
  return [{ rule: 'mount', place, found: text, edit }, ...moved];
}

function image(top: Spot): Difference[] {
  const reference = below(top, 'config', 'image', 'reference');
  const version = below(top, 'config', 'image', 'version');
  const name = textOf(reference);
  if (reference !== undefined && name !== undefined && OTHER_IMAGE.test(name)) {
    return [{ rule: 'image', place: placeOfSpot(reference), found: `reference: ${name}`, edit: 'remove config.image' }];
  }
  if (version === undefined || reference !== undefined) return [];
  const found = `version: ${textOf(version) ?? ''}`;
  return [{ rule: 'image', place: placeOfSpot(version), found, edit: 'remove it: it is a version of the other image' }];
}

function idle(top: Spot): Difference[] {
  const handler = below(top, 'events', 'handler');
  const dependencies = below(top, 'dependencies');
  const webhook: Difference[] =
    handler !== undefined && textOf(handler) === 'webhook'
      ? [
          {
            rule: 'webhook',
            place: placeOfSpot(handler),
            found: 'handler: webhook',
            edit: 'none; adapt the receiver to the record it is sent: docs/guide/events.md',
          },
        ]
      : [];
  if (dependencies === undefined || isEmpty(dependencies)) return webhook;
  const found = `dependencies: ${shorten(
    itemsOf(dependencies)
      .map((item) => textOf(item) ?? '')
      .join(', '),
  )}`;
  const edit = 'put the blocks below the blocks root by hand';
  return [...webhook, { rule: 'idle', place: placeOfSpot(dependencies, 'key'), found, edit }];
}

function git({ top, listed }: OldWorkspace): Difference[] {
  const edit = 'git add --all && git commit after a run';
  const settings = ['sync', 'git'].flatMap((key): Difference[] => {
    const spot = below(top, key);
    const isOn = ['enabled', 'auto'].some((name) => textOf(below(spot, name)) === 'true');
    return spot !== undefined && isOn ? [{ rule: 'git', place: placeOfSpot(spot, 'key'), found: `${key}:`, edit }] : [];
  });
  if (settings.length > 0 || !listed.has('.git')) return settings;
  return [{ rule: 'git', place: placeOfSpot(top), found: 'a git repository', edit }];
}

/** Steps that come after an interactive one in the same workflow. */
function interactive({ top, blocks }: OldWorkspace): Difference[] {
  const isInteractive = (step: Spot): boolean => {
    const block = blocks.find(({ name }) => name === textOf(below(step, 'block')));
    if (block === undefined) return false;
    const wanted = textOf(below(step, 'action'));
    const layers = [block, ...block.chain].flatMap((each) => actionsOf(each).toReversed());
    const written = layers.filter(({ name }) => name === wanted).map(({ spot }) => below(spot, 'interactive'));
    return textOf(written.find((spot) => spot !== undefined)) === 'true';
  };
  return itemsOf(below(top, 'workflows')).flatMap((workflow) => {
    const steps = itemsOf(below(workflow, 'steps'));
    const first = steps.findIndex(isInteractive);
    return steps.slice(first + 1).flatMap((step): Difference[] => {
      if (first === -1 || isInteractive(step)) return [];
      const name = below(step, 'name') ?? step;
      const edit = 'interactive: true in the action, where it asks something';
      return [{ rule: 'interactive', place: placeOfSpot(name), found: textOf(name) ?? '', edit }];
    });
  });
}

/** The kubeconfig a workspace names, and the paths where one is found without a name. */
export function kubeconfigPlaces({ top, roots }: OldWorkspace): string[] {
  const named = textOf(below(top, 'kubeconfig', 'filename'));
  return [...(named === undefined ? [] : [named]), `${roots.artifactsroot}/secrets/kubeconfig.yml`, 'kubeconfig.yml'];
}

/** True when the workspace names its private key itself. */
export function namesKey({ top }: OldWorkspace): boolean {
  return entriesOf(below(top, 'config') ?? top).some(([key]) => key.toLowerCase() === 'sshprivatekey');
}
