import type { ContainerCreateOptions } from 'dockerode';
import type { HostFacts } from './connection.ts';
import { describeLimits, describeTmpfs } from './limits.ts';
import type { ContainerShape } from './shape.ts';
import { SUPERVISOR } from './supervisor.ts';
import { OWN_LABEL } from './sweep.ts';

/**
 * What the engine is asked to create for jobs of a shape. Environment, command and files are not in it: they come through stdin, out of
 * reach of `inspect`. With `patienceMs` its PID 1 ends by itself when no job has come by then.
 */
export function describeContainer(
  job: ContainerShape,
  { rootless, socket }: HostFacts,
  patienceMs?: number,
): ContainerCreateOptions {
  const mounts = job.engineSocket
    ? [...job.mounts, { source: socket.path, target: '/var/run/docker.sock', readOnly: false }]
    : job.mounts;
  const groups = job.engineSocket && socket.gid !== undefined && !rootless ? [socket.gid] : [];
  const limits = describeLimits(job.limits, rootless || job.user.uid === 0);
  return {
    Image: job.image,
    // The image's own entrypoint must not come between the supervisor and PID 1.
    Entrypoint: ['bash', '-c', SUPERVISOR, 'polycrate'],
    Cmd: patienceMs === undefined ? [] : [String(Math.ceil(patienceMs / 1000))],
    // Root of a rootless engine is the caller outside; any other user would be a stranger there.
    User: rootless ? '0:0' : `${String(job.user.uid)}:${String(job.user.gid)}`,
    WorkingDir: '/',
    // Docker's own default; Podman takes none for zero, and `podman stop` kills at once.
    StopTimeout: 10,
    Labels: { ...job.labels, [OWN_LABEL]: 'true' },
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    HostConfig: {
      AutoRemove: true,
      // Where the engine's own settings say otherwise, PID 1 would be somebody else than our supervisor.
      Init: false,
      NetworkMode: job.network,
      // We stream and keep the output ourselves; the engine's own log would slow it down 28 times.
      LogConfig: { Type: 'none', Config: {} },
      // label=disable: relabelling the user's folders for SELinux is not ours to do, and without either they cannot be read.
      SecurityOpt: ['no-new-privileges', 'label=disable'],
      Tmpfs: { ...describeTmpfs(job.limits), '/run/polycrate': 'rw,exec,nosuid,mode=1777' },
      GroupAdd: groups.map(String),
      ...limits,
      Mounts: [
        ...(limits.Mounts ?? []),
        ...mounts.map((mount) => ({
          // A name is a volume's, as with docker run --volume.
          ...(mount.source.startsWith('/')
            ? { Type: 'bind' as const }
            : {
                Type: 'volume' as const,
                VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: 'local', Options: {} } },
              }),
          Source: mount.source,
          Target: mount.target,
          ReadOnly: mount.readOnly,
        })),
      ],
    },
  };
}
