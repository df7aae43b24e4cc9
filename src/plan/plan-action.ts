import { type ResolvedAction, type ResolvedBlock, type ResolvedWorkspace } from '../resolve/index.ts';
import { inheritedFiles } from './command/inherited-file.ts';
import { missingPlaybook } from './command/missing-playbook.ts';
import { playbookOnHost } from './command/playbook-path.ts';
import { compilePlaybook } from './command/playbook.ts';
import { compileScript, type Command } from './command/script.ts';
import { environmentOf } from './environment/index.ts';
import { snapshotPaths } from './environment/identity.ts';
import { jobRoot, type Facts } from './facts.ts';
import { imageOf } from './image.ts';
import { chooseInventory } from './inventory.ts';
import { chooseKubeconfig, contextFile } from './kubeconfig.ts';
import { layoutOf } from './layout.ts';
import { limitsOf } from './limits.ts';
import { groundFor, localGround, requireLocal, warnOfLimits } from './local/index.ts';
import { chooseNetwork } from './network.ts';
import { chooseParking } from './parking.ts';
import { requirementsOf } from './requirements.ts';
import { mirrorArguments } from './mirrors.ts';
import { parseMounts, requireSources } from './mounts.ts';
import type { JobFile, Plan } from './plan.ts';
import { findRunnable } from './runnable.ts';
import { secretVariables } from './secrets/index.ts';
import { snapshotOf } from './snapshot.ts';
import { commandLineOf, type ActionRequest } from './request.ts';
import { timesOf } from './times.ts';
import { chooseUser } from './user.ts';

/**
 * Decides everything one action will do. Pure and synchronous: the same inputs give the same plan.
 * Throws the Problem that would stop the run: unknown names, a template block, missing playbook, artifact or mount source.
 */
export function planAction(written: ResolvedWorkspace, request: ActionRequest, facts: Facts): Plan {
  const workspace = groundFor(written, request);
  const { block, action } = findRunnable(workspace, request);
  const layout = layoutOf(workspace);
  const { settings } = workspace;
  const inventory = chooseInventory(workspace, block, facts);
  const kubeconfig = chooseKubeconfig(workspace, block, facts);
  const extraMounts = parseMounts([...workspace.extraMounts, ...request.mounts], workspace.directory, facts.host.home);
  requireSources(extraMounts, facts.present);

  const surroundings = environmentOf(
    { workspace, block, action, request: { ...request, action: action.name }, facts },
    { inventory: inventory.path, kubeconfig: kubeconfig?.path, grantsEngine: grantsEngine(workspace, block) },
  );
  const whole = { source: workspace.directory, target: settings.containerroot, readOnly: false };
  const mounts = [whole, ...surroundings.mounts, ...(kubeconfig?.mounts ?? []), ...extraMounts];
  const ground = { mounts, ...imageIn(settings, facts), ...localGround(facts) };
  const command = compile(workspace, block, action, { args: request.args, facts });
  const snapshot = JSON.stringify(
    snapshotOf({ workspace, block, action, request, env: surroundings.env, mounts: ground.mounts }),
    undefined,
    1,
  );
  const artifacts = layout.host(...layout.artifacts(block.name));
  const network = chooseNetwork(block.container.network ?? settings.container.network);
  const user = chooseUser(block.container.user ?? settings.container.user, facts.host);
  const wanted = limitsOf({ ...settings.container, ...block.container });
  requireLocal({ extraMounts, network, limits: wanted, user, block }, facts);
  // Without a container the machine's own hold, or those of the container that polycrate itself runs in.
  const limits = facts.local === undefined ? wanted : undefined;
  const ignored = warnOfLimits(wanted, facts);
  return {
    transaction: request.transaction,
    ...(request.parent === undefined ? {} : { parent: request.parent }),
    workspace: {
      name: workspace.name,
      ...(workspace.organization === undefined ? {} : { organization: workspace.organization }),
      directory: workspace.directory,
    },
    block: { name: block.name, kind: block.kind, ...(block.version === undefined ? {} : { version: block.version }) },
    action: { name: action.name, kind: action.run.kind, interactive: action.interactive },
    ...occasionOf(request),
    ...ground,
    ...requirementsOf(workspace, block),
    command: command.argv,
    workingDirectory: layout.container(block.directory ?? ''),
    env: surroundings.env,
    files: [
      ...command.files,
      ...inventory.files,
      ...contextFiles(block),
      ...surroundings.files,
      ...snapshotFiles(snapshot),
    ],
    network,
    ...(limits === undefined ? {} : { limits }),
    user,
    engineSocket: grantsEngine(workspace, block),
    labels: { 'dev.polycrate.workspace': workspace.name },
    recordLabels: ownLabels({ ...workspace.labels, ...block.labels, ...action.labels }),
    directories: [artifacts, layout.host(settings.artifactsroot, 'ssh')],
    artifacts,
    logsDirectory: layout.host(settings.logsroot),
    recorded: settings.logging.enabled,
    ...(action.prompt === undefined ? {} : { prompt: action.prompt }),
    ...timesOf(action, request),
    ...afterwards(workspace, block, { request, facts }),
    ...transportOf(workspace, block),
    secrets: [...workspace.secretValues, ...facts.secrets.values, ...secretVariables(surroundings.outside)],
    unmasked: facts.secrets.unmasked,
    ...(ignored.length === 0 ? {} : { ignored }),
    commandLine: commandLineOf(request),
  };
}

function occasionOf({ workflow, step, byHand }: ActionRequest): Pick<Plan, 'workflow' | 'step' | 'byHand'> {
  return {
    ...(workflow === undefined ? {} : { workflow }),
    ...(step === undefined ? {} : { step }),
    ...(byHand === undefined ? {} : { byHand }),
  };
}

function compile(
  workspace: ResolvedWorkspace,
  block: ResolvedBlock,
  action: ResolvedAction,
  { args, facts }: { args: readonly string[]; facts: Facts },
): Command {
  if (action.run.kind === 'script') return compileScript(action.run.items, args, jobRoot(facts));
  const { playbook } = action.run;
  const path = playbookOnHost(workspace, block, playbook);
  if (path !== undefined && !facts.present.has(path)) {
    const meant = inheritedFiles(workspace, block, playbook).find((file) => facts.present.has(file.path))?.hint;
    throw missingPlaybook({ block, action, playbook, path, meant });
  }
  return compilePlaybook(playbook, snapshotPaths(facts).json, args);
}

function contextFiles(block: ResolvedBlock): JobFile[] {
  const file = contextFile(block);
  return file === undefined ? [] : [file];
}

function snapshotFiles(contents: string): JobFile[] {
  return [
    { path: 'snapshot.json', contents, mode: 0o600 },
    { path: 'snapshot.yml', contents, mode: 0o600 },
  ];
}

function imageIn(
  { image, toolchain = {} }: ResolvedWorkspace['settings'],
  facts: Facts,
): Pick<Plan, 'image' | 'variant' | 'recipe' | 'pull' | 'mirrors'> {
  const { variant } = image;
  const { pull } = toolchain;
  const mirrors = mirrorArguments({ toolchain });
  return {
    ...(facts.image ?? { image: imageOf(image) }),
    ...(variant === undefined ? {} : { variant }),
    ...(pull === 'always' || pull === 'never' ? { pull } : {}),
    ...(Object.keys(mirrors).length === 0 ? {} : { mirrors }),
  };
}

/** `auto` is left to the engine. */
function transportOf({ settings }: ResolvedWorkspace, { container }: ResolvedBlock): Pick<Plan, 'transport'> {
  const wish = container.transport ?? settings.container.transport ?? 'auto';
  return wish === 'auto' ? {} : { transport: wish };
}

/** What becomes of its container: the next step's, or one like it for the next command. */
function afterwards(
  { settings }: ResolvedWorkspace,
  { container }: ResolvedBlock,
  { request, facts }: { readonly request: ActionRequest; readonly facts: Facts },
): Pick<Plan, 'parkMs' | 'passOn'> {
  const passOn = container.pass_on ?? settings.container.pass_on;
  if (request.followed === true) return { passOn };
  const parkMs = chooseParking(container.park ?? settings.container.park, facts.host);
  return { ...(passOn ? {} : { passOn }), ...(parkMs === undefined ? {} : { parkMs }) };
}

/** The engine's socket is root on the host, so only blocks that deal in containers get it. */
function grantsEngine(workspace: ResolvedWorkspace, block: ResolvedBlock): boolean {
  const wish = block.container.docker ?? workspace.settings.container.docker;
  return wish === 'auto' ? block.kind === 'dockerapp' : wish;
}

/** Without those that every block gets by itself: a record names workspace and block anyway. */
function ownLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !/^([a-z0-9]+\.)?polycrate\.io\//.test(key)));
}
