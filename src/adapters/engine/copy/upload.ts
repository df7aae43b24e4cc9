import { readFileSync, statSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { Job } from '../../../run/index.ts';
import { type Connection, type Container, inDockerode } from '../connection.ts';

/** Something done with a container before its job begins. */
export type Fill = (container: Container) => Promise<void>;

/** Puts single files, such as a kubeconfig or a certificate bundle, into the container's own disk, which goes with it. What the action writes to them stays there. */
export function uploadFiles(mounts: Job['mounts'], { user }: Job, connection: Connection): Fill {
  return async (container) => {
    if (mounts.length === 0) return;
    const archive = pack();
    for (const { source, target, readOnly } of mounts) {
      const mode = statSync(source).mode & (readOnly ? 0o555 : 0o777);
      archive.entry({ name: target.slice(1), mode, uid: user.uid, gid: user.gid }, readFileSync(source));
    }
    archive.finalize();
    await (await inDockerode(connection, container)).putArchive(await buffer(archive), { path: '/' });
  };
}
