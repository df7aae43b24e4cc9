import { appendFile, readFile } from 'node:fs/promises';
import type { Job } from '../../run/index.ts';

/** Only the toolchain image has it; a passwd of any other place is not ours to write to. */
const TOOLCHAIN = '/etc/polycrate/toolchain.json';

/** Inside the toolchain image: gives the caller's uid and gid a name where they have none, as decision 0005 has it. */
export async function nameCaller(
  { uid, gid }: { readonly uid: number; readonly gid: number },
  job: Job,
): Promise<void> {
  const isToolchain = await readFile(TOOLCHAIN).then(
    () => true,
    () => false,
  );
  if (!isToolchain) return;
  const name = job.userName.replaceAll(/[^\w.-]/g, '-');
  const home = job.env.HOME ?? '/home/polycrate';
  await addEntry('/etc/passwd', uid, `${name}:x:${String(uid)}:${String(gid)}::${home}:/bin/bash\n`);
  await addEntry('/etc/group', gid, `${name}:x:${String(gid)}:\n`);
}

// Without a name an action still runs; only tools that ask for it complain.
async function addEntry(file: string, id: number, line: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const isThere = text.split('\n').some((each) => each.split(':')[2] === String(id));
  if (!isThere) await appendFile(file, line).catch(() => undefined);
}
