import { isSecretName } from './secret-name.ts';
import { loginsIn } from './secret-values.ts';
import { isWorthMasking } from './worth-masking.ts';

/** The values of variables whose name says that they are secret, and the passwords in addresses like a proxy's. */
export function secretVariables(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env)
    .flatMap(([name, value]) => [...(isSecretName(name) ? [value] : []), ...loginsIn(value)])
    .filter(isWorthMasking);
}
