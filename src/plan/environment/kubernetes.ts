import type { ResolvedBlock } from '../../resolve/index.ts';

/** What kubectl, helm and kubernetes.core read: kubeconfig (container path), context and namespace of a block. */
export function kubernetesEnvironment(block: ResolvedBlock, kubeconfig: string | undefined): Record<string, string> {
  const { context, namespace } = block.kubeconfig;
  return {
    ...(kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig, K8S_AUTH_KUBECONFIG: kubeconfig }),
    ...(context === undefined ? {} : { HELM_KUBECONTEXT: context, K8S_AUTH_CONTEXT: context }),
    ...(namespace === undefined ? {} : { HELM_NAMESPACE: namespace }),
  };
}
