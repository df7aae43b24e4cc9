import { Problem } from '../../errors.ts';

const REASONS: Readonly<Partial<Record<string, { readonly message: string; readonly hint: string }>>> = {
  EACCES: { message: 'you may not read it', hint: 'give yourself the right to: sudo chown -R "$(id -un)"' },
  EPERM: {
    message: 'the system does not let you read it',
    hint: 'check its owner and the privacy settings of the system',
  },
  EISDIR: { message: 'it is a folder, not a file', hint: 'move it away' },
  ELOOP: { message: 'its links lead in a circle', hint: 'remove the link' },
  ENAMETOOLONG: { message: 'its name is too long', hint: 'shorten it' },
  EMFILE: { message: 'too many files are open', hint: 'raise the limit: ulimit -n 4096' },
  EIO: { message: 'the disk reports an error', hint: 'check the disk' },
};

/** True when an error of node:fs says that nothing is at the path. */
export function isAbsent(cause: unknown): boolean {
  const code = codeOf(cause);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** True when an error of node:fs says that this user may not. */
export function isForbidden(cause: unknown): boolean {
  const code = codeOf(cause);
  return code === 'EACCES' || code === 'EPERM';
}

/** An error of node:fs as FILE_UNREADABLE at `path`. */
export function unreadable(path: string, cause: unknown): Problem {
  const code = codeOf(cause);
  const known = code === undefined ? undefined : REASONS[code];
  const hint = known?.hint.startsWith('give') === true ? `${known.hint} ${JSON.stringify(path)}` : known?.hint;
  const message = `${path} cannot be read: ${known?.message ?? (cause instanceof Error ? cause.message : String(cause))}`;
  return new Problem('FILE_UNREADABLE', message, {
    ...(hint === undefined ? {} : { hint }),
    places: [{ file: path, line: 1, column: 1 }],
    cause,
  });
}

function codeOf(cause: unknown): string | undefined {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined;
}
