import { caBundle } from '../../plan/index.ts';
import { freeBytes, type Shell } from '../world.ts';
import type { Finding } from './doctor.ts';

/** Whether the SSH agent that actions would be given answers. */
export async function checkAgent({ world }: Shell): Promise<Finding> {
  const socket = world.host.env['SSH_AUTH_SOCK'];
  if (!socket)
    return {
      what: 'ssh agent',
      state: 'note',
      told: 'none; keys of the workspace work without',
      help: 'eval "$(ssh-agent)"; ssh-add',
    };
  if (await world.agentAnswers(socket)) return { what: 'ssh agent', state: 'ok', told: socket };
  const help = 'unset SSH_AUTH_SOCK   (or start one: eval "$(ssh-agent)")';
  return { what: 'ssh agent', state: 'wrong', told: `nothing answers at ${socket}`, help };
}

/** Whether the bundle of authorities that actions are given is there. */
export async function checkCertificates({ world: { host, files } }: Shell): Promise<Finding> {
  const path = caBundle(host.env);
  if (path === undefined) return { what: 'certificates', state: 'ok', told: "the image's own" };
  const there = (await files.inspect(path)) !== undefined;
  if (there) return { what: 'certificates', state: 'ok', told: `${path} is passed on to actions` };
  const names = Object.keys(host.env).filter((name) => host.env[name] === path);
  const help = `unset ${names.join(' ')}   (or name a bundle that is there)`;
  return { what: 'certificates', state: 'wrong', told: `${path} does not exist`, help };
}

const ENOUGH_BYTES = 5e9;

/** Whether an image can still be built. */
export async function checkDisk({ system }: Shell): Promise<Finding> {
  const free = await freeBytes(system.directory);
  const told = `${(free / 1e9).toFixed(1)} GB free here`;
  const facts = { free_bytes: free };
  if (free > ENOUGH_BYTES) return { what: 'disk', state: 'ok', told, facts };
  return {
    what: 'disk',
    state: 'note',
    told: `${told}; building the image takes 5`,
    help: 'docker system prune',
    facts,
  };
}
