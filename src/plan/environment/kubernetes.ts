import type { ResolvedBlock } from '../../resolve/index.ts';
import { contextFile } from '../kubeconfig.ts';
import { jobRoot, type Facts } from '../facts.ts';

/** What kubectl, helm and kubernetes.core read: kubeconfig (container path) and context of a block. kubectl knows no variable for a namespace. */
export function kubernetesEnvironment(
  block: ResolvedBlock,
  kubeconfig: string | undefined,
  facts: Facts,
): Record<string, string> {
  const { context, namespace } = block.kubeconfig;
  const chosen = contextFile(block);
  const search = chosen === undefined ? kubeconfig : `${jobRoot(facts)}/${chosen.path}:${kubeconfig ?? ''}`;
  return {
    ...(kubeconfig === undefined || search === undefined
      ? {}
      : { KUBECONFIG: search, K8S_AUTH_KUBECONFIG: kubeconfig }),
    ...(context === undefined ? {} : { HELM_KUBECONTEXT: context, K8S_AUTH_CONTEXT: context }),
    ...(namespace === undefined ? {} : { HELM_NAMESPACE: namespace }),
  };
}
