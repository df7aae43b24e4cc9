import { Problem } from '../errors.ts';
import type { Host } from './facts.ts';
import type { Plan } from './plan.ts';

const NUMBERS = /^(\d{1,9}):(\d{1,9})$/;

/** Reads `container.user`: `caller`, `root` or `uid:gid`. Throws VALUE_INVALID. */
export function chooseUser(wish: string, host: Host): Plan['user'] {
  const problem = checkUser(wish);
  if (problem !== undefined) throw problem;
  if (wish === 'caller') return { uid: host.uid, gid: host.gid, name: host.userName };
  if (wish === 'root') return { uid: 0, gid: 0, name: 'root' };
  const [, uid, gid] = NUMBERS.exec(wish) ?? [];
  return { uid: Number(uid), gid: Number(gid), name: 'polycrate' };
}

/** VALUE_INVALID for a `container.user` that is none of `caller`, `root` and `uid:gid`. */
export function checkUser(wish: string): Problem | undefined {
  if (wish === 'caller' || wish === 'root' || NUMBERS.test(wish)) return undefined;
  const [number] = /^\d{1,9}$/.exec(wish) ?? [];
  return new Problem('VALUE_INVALID', `container.user is "${wish}"; it can be caller, root or uid:gid`, {
    hint: number === undefined ? 'write caller' : `write "${number}:${number}"`,
  });
}
