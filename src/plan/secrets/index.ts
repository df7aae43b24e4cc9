export { isSecretName } from './secret-name.ts';
export { readSecrets, type FoundSecrets } from './read-secrets.ts';
export { secretVariables } from './variables.ts';
