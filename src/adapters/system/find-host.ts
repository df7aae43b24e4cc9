import { lookup } from 'node:dns/promises';

/** Looks a name up as every program of this machine does; `failure` is the resolver's code where it is not found. Never rejects; may take as long as the resolver. */
export async function findHost(name: string): Promise<{ readonly failure?: string }> {
  return lookup(name).then(
    () => ({}),
    (error: unknown) => ({ failure: (error as NodeJS.ErrnoException).code ?? String(error) }),
  );
}
