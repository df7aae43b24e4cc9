import { Problem } from '../errors.ts';
import type { Host } from './facts.ts';
import type { Plan } from './plan.ts';

/** Reads `container.user`: `caller`, `root` or `uid:gid`. Throws VALUE_INVALID. */
export function chooseUser(wish: string, host: Host): Plan['user'] {
  if (wish === 'caller') return { uid: host.uid, gid: host.gid, name: host.userName };
  if (wish === 'root') return { uid: 0, gid: 0, name: 'root' };
  const match = /^(\d{1,9}):(\d{1,9})$/.exec(wish);
  if (match === null) {
    throw new Problem('VALUE_INVALID', `container.user is "${wish}"; it can be caller, root or uid:gid`, {
      hint: 'user: caller',
    });
  }
  return { uid: Number(match[1]), gid: Number(match[2]), name: 'polycrate' };
}
