import { combineProblems } from '../errors.ts';
import { findBlock, findBlockToRun, type ResolvedBlock, type ResolvedWorkspace } from '../resolve/index.ts';
import { checkValues } from './check-values.ts';
import { playbookCandidates } from './command/playbook-path.ts';
import { inventoryCandidates } from './inventory.ts';
import { kubeconfigCandidates } from './kubeconfig.ts';
import { layoutOf } from './layout.ts';
import { groundFor, surveyGround } from './local/index.ts';
import { parseMounts } from './mounts.ts';
import { caBundle } from './environment/network.ts';
import { mirrorOf } from './environment/terraform.ts';
import { sshKeyCandidates } from './environment/ssh.ts';
import type { Facts, Surroundings } from './facts.ts';
import type { ActionRequest } from './request.ts';
import { surveyImage } from './recipe/index.ts';
import { readSecrets } from './secrets/index.ts';

/**
 * Looks at exactly those places of the host that a plan for `request` depends on. Reads only. Rejects with BLOCK_UNKNOWN, MOUNT_INVALID, or
 * what is wrong with values of files that every plan of the block depends on, each with its place.
 */
export async function surveyHost(
  written: ResolvedWorkspace,
  request: ActionRequest,
  { files, host, agentAnswers, recipes }: Surroundings,
): Promise<Facts> {
  const workspace = groundFor(written, request);
  const block = findBlockToRun(workspace, request.block);
  const isThere = async (path: string) => (await files.inspect(path)) !== undefined;
  const [first, ...others] = await checkValues(workspace, involved(workspace, block), {
    files,
    home: host.home,
    isThere,
  });
  if (first !== undefined) throw combineProblems([first, ...others]);
  const candidates = new Set([
    mirrorOf(workspace),
    ...inventoryCandidates(workspace, block, host),
    ...kubeconfigCandidates(workspace, block, host),
    ...sshKeyCandidates(workspace, host),
    ...parseMounts([...workspace.extraMounts, ...request.mounts], workspace.directory, host.home).map((m) => m.source),
    ...block.actions.flatMap((action) => playbookCandidates(workspace, block, action)),
  ]);
  const bundle = caBundle(host.env);
  if (bundle !== undefined) candidates.add(bundle);
  const legacyState =
    block.directory === undefined ? undefined : layoutOf(workspace).host(block.directory, 'terraform.tfstate');
  if (legacyState !== undefined) candidates.add(legacyState);

  const socket = workspace.settings.ssh.agent ? host.env['SSH_AUTH_SOCK'] : undefined;
  const [present, terraform, agent, local, image] = await Promise.all([
    existing(candidates, files),
    readTerraform(workspace, block, files),
    socket ? describeAgent(socket, { files, host, agentAnswers }) : undefined,
    request.local === true ? surveyGround(request, { files, host }) : undefined,
    request.local === true ? undefined : surveyImage(workspace, { files, recipes }),
  ]);
  const used = [kubeconfigCandidates(workspace, block, host), sshKeyCandidates(workspace, host)].flatMap(
    (places) => places.find((place) => present.has(place)) ?? [],
  );
  const secrets = await readSecrets(layoutOf(workspace).host(workspace.settings.artifactsroot, 'secrets'), used, files);
  return { host, present, terraform, agent, secrets, ...(image?.recipe && { image }), ...(local && { local }) };
}

/** The block, and those that it takes its inventory and kubeconfig from. */
function involved(workspace: ResolvedWorkspace, block: ResolvedBlock): ResolvedBlock[] {
  const sources = [block.inventory.from, block.kubeconfig.from].flatMap((name) => name ?? []);
  return [...new Set([block, ...sources.map((name) => findBlock(workspace, name))])];
}

async function existing(candidates: ReadonlySet<string>, files: Surroundings['files']): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    [...candidates].map(async (path) => ((await files.inspect(path)) === undefined ? [] : [path])),
  );
  return new Set(found.flat());
}

/** The socket behind every link: a bind mount of a link would show the container a dangling one. */
async function describeAgent(
  socket: string,
  { files, agentAnswers }: Omit<Surroundings, 'recipes'>,
): Promise<Facts['agent']> {
  if ((await files.inspect(socket)) === undefined) return { socket, answers: false };
  const real = await files.realPath(socket);
  return { socket: real, answers: await agentAnswers(real) };
}

/** `terraform { backend … }` or `cloud …` means the code keeps its state itself. */
async function readTerraform(
  workspace: ResolvedWorkspace,
  block: ResolvedBlock,
  files: Surroundings['files'],
): Promise<Facts['terraform']> {
  if (block.directory === undefined) return 'none';
  const directory = layoutOf(workspace).host(block.directory);
  const sources = (await files.list(directory)).filter(({ name }) => /\.tf(\.json)?$/.test(name));
  if (sources.length === 0) return 'none';
  const texts = await Promise.all(sources.map(({ name }) => files.read(`${directory}/${name}`)));
  const declared = texts.some((text) => text !== undefined && declaresBackend(text.toString('utf8')));
  return declared ? 'own backend' : 'local state';
}

function declaresBackend(source: string): boolean {
  const withoutComments = source.replace(/(^|\s)(#|\/\/)[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '');
  return /(^|[\s{])(backend\s*"|cloud\s*\{|"backend"\s*:|"cloud"\s*:)/.test(withoutComments);
}
