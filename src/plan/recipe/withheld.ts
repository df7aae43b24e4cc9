import type { ResolvedWorkspace } from '../../resolve/index.ts';

/** What holds secrets in every workspace, is made by runs, or is git's; at any depth, since a workspace may lie in another one. */
const ALWAYS = [
  '**/secrets.poly',
  '**/secrets.poly.age',
  '**/.git',
  '**/.polycrate',
  '**/.ssh',
  '**/id_rsa',
  '**/id_dsa',
  '**/id_ecdsa',
  '**/id_ed25519',
  '**/*.tfstate',
  '**/*.tfstate.*',
];

/** Patterns, as in .dockerignore, for what is in no build whatever the workspace's own .dockerignore says. */
export function withheldFrom({
  settings,
  kubeconfigFilename = 'kubeconfig.yml',
}: Pick<ResolvedWorkspace, 'settings' | 'kubeconfigFilename'>): readonly string[] {
  const places = [settings.artifactsroot, settings.logsroot, kubeconfigFilename, settings.sshprivatekey];
  return [...ALWAYS, ...places.flatMap((place) => (place === undefined ? [] : [literal(place)]))];
}

/** A path as a pattern that stands for nothing else. */
const literal = (path: string): string => path.replace(/^(?:\.?\/)+/, '').replace(/[\\*?[\]!#]/g, '\\$&');
