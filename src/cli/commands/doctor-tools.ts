import type { Shell } from '../world.ts';
import type { Finding } from './doctor.ts';

const TOOLS = ['bash', 'ansible-playbook', 'terraform', 'helm', 'kubectl', 'docker', 'ssh', 'git'];

/** Looks for what actions use most: without a container they have what is on this machine. */
export async function checkTools({ world }: Shell): Promise<Finding> {
  const folders = (world.host.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  const isThere = async (tool: string): Promise<boolean> => {
    const found = await Promise.all(folders.map((folder) => world.files.inspect(`${folder}/${tool}`)));
    return found.some((each) => each !== undefined);
  };
  const there = await Promise.all(TOOLS.map(isThere));
  const missing = TOOLS.filter((_, at) => there[at] !== true);
  if (missing.length === 0) return { what: 'tools', state: 'ok', told: TOOLS.join(', ') };
  return {
    what: 'tools',
    state: missing.includes('bash') ? 'wrong' : 'note',
    told: `not on this machine: ${missing.join(', ')}`,
    help: 'install those that actions use, or leave out --local',
  };
}
