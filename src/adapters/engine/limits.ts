import type { ContainerCreateOptions } from 'dockerode';
import type { ContainerLimits } from '../../run/index.ts';

type HostConfig = NonNullable<ContainerCreateOptions['HostConfig']>;

const PERIOD_US = 100_000;
const LEAST_QUOTA_US = 1_000;
/** Writable for whoever the action runs as. Programs may be run from it: it is scratch space, as /tmp of the image is. */
const SCRATCH = 'exec,nosuid,nodev,mode=1777';
/** What programs take for granted. The home moves to /run/polycrate, which is in memory anyway. */
const WRITABLE_ALWAYS = ['/tmp', '/var/tmp'];

/** The part of a container's description that holds its limits; `isRoot` says that its user is. */
export function describeLimits(limits: ContainerLimits | undefined, isRoot: boolean): HostConfig {
  if (limits === undefined) return {};
  const { cpus, memoryBytes, pids, capabilities, readOnly } = limits;
  const quota = cpus === undefined ? undefined : Math.max(LEAST_QUOTA_US, Math.round(cpus * PERIOD_US));
  return {
    // Not NanoCpus: with that an engine refuses more than the machine has, and a workspace would run on one machine only.
    ...(quota === undefined ? {} : { CpuPeriod: PERIOD_US, CpuQuota: quota }),
    // Without the second a container may use as much swap again.
    ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
    ...(pids === undefined ? {} : { PidsLimit: pids }),
    ...(capabilities.length === 0 ? {} : { CapAdd: [...capabilities] }),
    ...(readOnly ? { ReadonlyRootfs: true } : {}),
    // A user without a name in passwd needs one for ssh and others. A volume, unlike a tmpfs, begins as a copy of what the image has.
    ...(readOnly && !isRoot ? { Mounts: [{ Type: 'volume', Target: '/etc', Source: '' }] } : {}),
  };
}

/** Mount points of the folders in memory, with their options. */
export function describeTmpfs(limits: ContainerLimits | undefined): Record<string, string> {
  if (limits === undefined) return {};
  const always = limits.readOnly ? WRITABLE_ALWAYS : [];
  const wanted = limits.tmpfs.map((entry): [string, string] => {
    const [path = '', options] = entry.split(':');
    return [path, options === undefined ? SCRATCH : `${SCRATCH},${options}`];
  });
  return { ...Object.fromEntries(always.map((path) => [path, SCRATCH])), ...Object.fromEntries(wanted) };
}
