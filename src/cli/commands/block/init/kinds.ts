/** Kinds of block there is a template for: a folder of that name below templates/block. The first action is what to try first. */
export const TEMPLATE_KINDS = {
  generic: 'install',
  linuxapp: 'install',
  dockerapp: 'up',
  k8sapp: 'template',
  k8scluster: 'kubeconfig',
  library: undefined,
} as const;

export type TemplateKind = keyof typeof TEMPLATE_KINDS;
