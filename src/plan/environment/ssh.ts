import type { ResolvedWorkspace } from '../../resolve/index.ts';
import { showFile, type Facts, type Host } from '../facts.ts';
import { layoutOf } from '../layout.ts';
import { JOB_ROOT, type Mount } from '../plan.ts';
import { fileOnHost } from '../reach.ts';

const AGENT_SOCKET = `${JOB_ROOT}/ssh-agent.sock`;

/** Where a private key of the workspace may lie, in order. */
function keyPlaces(workspace: ResolvedWorkspace): string[] {
  const { sshprivatekey, artifactsroot } = workspace.settings;
  if (sshprivatekey !== undefined) return [sshprivatekey];
  return [`${artifactsroot}/secrets/id_ed25519`, `${artifactsroot}/secrets/id_rsa`, 'id_rsa'];
}

/** Absolute paths on the host where a private key of the workspace may lie, in order. */
export function sshKeyCandidates(workspace: ResolvedWorkspace, { home }: Host): string[] {
  return keyPlaces(workspace).flatMap((place) => fileOnHost(workspace, home, place) ?? []);
}

/** Container path of the workspace's private key, if it has one. */
export function chooseSshKey(workspace: ResolvedWorkspace, facts: Facts): string | undefined {
  const { home } = facts.host;
  const place = keyPlaces(workspace).find((each) => facts.present.has(fileOnHost(workspace, home, each) ?? ''));
  return place === undefined ? undefined : layoutOf(workspace).container(place);
}

/** Options for every `ssh` an action starts: the workspace's known_hosts, and whether unknown hosts are learned. */
export function sshOptions(workspace: ResolvedWorkspace): string[] {
  const { strict, control_persist: persist } = workspace.settings.ssh;
  const knownHosts = layoutOf(workspace).container(workspace.settings.artifactsroot, 'ssh/known_hosts');
  return [
    `-o UserKnownHostsFile=${strict === 'off' ? '/dev/null' : knownHosts}`,
    `-o StrictHostKeyChecking=${strict === 'off' ? 'no' : strict}`,
    // The file belongs to the team: it must show which hosts it knows.
    '-o HashKnownHosts=no',
    '-o ControlMaster=auto',
    `-o ControlPersist=${persist}`,
  ];
}

/** The caller's SSH agent inside the container, when it answers. */
export function agentEnvironment(facts: Facts): { env: Record<string, string>; mounts: readonly Mount[] } {
  if (!facts.agent?.answers) return { env: {}, mounts: [] };
  const { path, mounts } = showFile(facts, { source: facts.agent.socket, target: AGENT_SOCKET, readOnly: false });
  return { env: { SSH_AUTH_SOCK: path }, mounts };
}
