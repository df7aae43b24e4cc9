import { isProblem, type Problem } from '../errors.ts';
import type { ResolvedBlock, ResolvedWorkspace } from '../resolve/index.ts';
import { layoutOf } from './layout.ts';
import { checkMemory } from './limits.ts';
import { checkNetwork } from './network.ts';
import { parseMounts, requireSources } from './mounts.ts';
import { checkReach } from './reach.ts';
import { checkUser } from './user.ts';
import type { Way } from './written-places.ts';

/** A value that every plan of a workspace or block depends on, and what is wrong with it. */
export interface Value {
  readonly block?: ResolvedBlock;
  readonly way: Way;
  readonly text: string;
  readonly problem: Problem | undefined;
  /** The hint where the value may not be told. */
  readonly advice: string;
}

/** What `container.user` and `container.network` may be, and files that actions must be able to see, of the workspace itself. */
export function valuesOfWorkspace(workspace: ResolvedWorkspace, home: string): Value[] {
  const { settings, inventoryFilename, kubeconfigFilename } = workspace;
  const file = (way: readonly string[], text: string | undefined): Value[] => {
    if (text === undefined) return [];
    const problem = checkReach(workspace, home, { key: way.join('.'), name: text, folder: '' });
    return [{ way, text, problem, advice: 'name a file of the workspace' }];
  };
  return [
    userOf(['config', 'container', 'user'], settings.container.user),
    ...memoryOf(['config', 'container', 'memory'], settings.container.memory),
    networkOf(['config', 'container', 'network'], settings.container.network),
    ...file(['config', 'sshprivatekey'], settings.sshprivatekey),
    ...file(['inventory', 'filename'], inventoryFilename),
    ...file(['kubeconfig', 'filename'], kubeconfigFilename),
  ];
}

/** The same of a block. */
export function valuesOfBlock(block: ResolvedBlock, workspace: ResolvedWorkspace, home: string): Value[] {
  const { name, container } = block;
  const folder = layoutOf(workspace).artifacts(name).join('/');
  const files = (['inventory', 'kubeconfig'] as const).map((what): Value => {
    const { filename } = block[what];
    const problem = checkReach(workspace, home, { key: `${what}.filename`, block: name, name: filename, folder });
    return { block, way: [what, 'filename'], text: filename, problem, advice: 'name a file among the artifacts' };
  });
  const own = [
    ...(container.user === undefined ? [] : [userOf(['container', 'user'], container.user)]),
    ...memoryOf(['container', 'memory'], container.memory),
    ...(container.network === undefined ? [] : [networkOf(['container', 'network'], container.network)]),
  ];
  return [...own.map((value) => ({ block, ...value })), ...files];
}

function memoryOf(way: Way, memory: string | number | undefined): Value[] {
  if (memory === undefined) return [];
  return [{ way, text: String(memory), problem: checkMemory(memory), advice: 'write 512m' }];
}

function networkOf(way: Way, text: string): Value {
  return { way, text, problem: checkNetwork(text), advice: 'write host, bridge or none' };
}

function userOf(way: Way, text: string): Value {
  return { way, text, problem: checkUser(text), advice: 'write caller' };
}

/** The mounts of the workspace; `isThere` answers true also for what cannot be looked at. */
export async function valuesOfMounts(
  { extraMounts, directory }: ResolvedWorkspace,
  home: string,
  isThere: (path: string) => Promise<boolean>,
): Promise<Value[]> {
  const check = async (entry: string): Promise<Problem | undefined> => {
    try {
      const mounts = parseMounts([entry], directory, home);
      const [source = ''] = mounts.map((mount) => mount.source);
      requireSources(mounts, new Set((await isThere(source)) ? [source] : []));
      return undefined;
    } catch (cause) {
      if (isProblem(cause)) return cause;
      throw cause;
    }
  };
  return Promise.all(
    extraMounts.map(async (text, index): Promise<Value> => {
      const advice = 'write HOST:CONTAINER[:ro], with a source that is there';
      return { way: ['extramounts', index], text, problem: await check(text), advice };
    }),
  );
}
