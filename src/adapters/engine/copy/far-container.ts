import type Docker from 'dockerode';
import { Problem } from '../../../errors.ts';
import { OWN_LABEL } from '../sweep.ts';
import { FAR_SIDE } from './program.ts';
import type { CopyVolumes } from './volume.ts';

/** The container beside the copies: root, so that it sees and owns everything, without a network, and with nothing else to write to. */
export function describeFarSide(
  image: string,
  volumes: readonly CopyVolumes[],
  labels: Readonly<Record<string, string>>,
): Docker.ContainerCreateOptions {
  const mount = (source: string, target: string, own: CopyVolumes['labels']) => ({
    Type: 'volume' as const,
    Source: source,
    Target: target,
    VolumeOptions: { NoCopy: true, Labels: { ...own }, DriverConfig: { Name: 'local', Options: {} } },
  });
  return {
    Image: image,
    Entrypoint: ['bash', '-c', FAR_SIDE, 'polycrate'],
    Cmd: [],
    User: '0:0',
    WorkingDir: '/',
    Labels: { ...labels, [OWN_LABEL]: 'true' },
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      LogConfig: { Type: 'none', Config: {} },
      SecurityOpt: ['no-new-privileges', 'label=disable'],
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': 'rw,nosuid,mode=1777' },
      Mounts: volumes.flatMap(({ files, notes, labels: own }, folder) => [
        mount(files, `/copy/${String(folder)}/files`, own),
        mount(notes, `/copy/${String(folder)}/notes`, own),
      ]),
    },
  };
}

/** Why it did not say `ready`. */
export function describeRefusal(image: string, said: string): Problem {
  const [, tool] = /^lacks (.+)$/.exec(said) ?? [];
  if (tool === undefined)
    return new Problem('ENGINE_FAILED', `The copy of the workspace could not be prepared: ${said}`, {
      hint: 'polycrate doctor',
    });
  return new Problem('IMAGE_UNSUITABLE', `The image ${image} cannot copy the workspace: it lacks ${tool}.`, {
    hint: `docker run --rm --entrypoint bash ${image} -c 'find --version; tar --version; comm --version'   (GNU findutils, tar and coreutils)`,
  });
}
