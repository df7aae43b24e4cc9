import type { VariantTool, Variant } from '../schema/tools.ts';

/** The arguments of the recipe that make a variant. */
export function argumentsOf(variant: Variant): Record<string, string> {
  const pairs = Object.entries(variant).flatMap(([tool, wish]): [string, string][] => {
    const name = tool.toUpperCase().replace('-', '_');
    const isIn: [string, string] = [`WITH_${name}`, wish === false ? '0' : '1'];
    return typeof wish === 'string' ? [isIn, [`${name}_VERSION`, wish]] : [isIn];
  });
  return Object.fromEntries(pairs);
}

/** A variant in words: `terraform 1.5.7, without kubectl`. */
export function describeVariant(variant: Variant): string {
  const words = Object.entries(variant).map(([tool, wish]) =>
    wish === false ? `without ${tool}` : wish === true ? `with ${tool}` : `${tool} ${wish}`,
  );
  return words.join(', ');
}

/** The Go modules that versions of a tool may be in, that of `version` first; none for one that is not compiled. */
export function modulesOf(tool: VariantTool, version: string): readonly string[] {
  const major = version.slice(0, version.indexOf('.'));
  const majors = (...known: readonly string[]) => [...new Set([major, ...known])].map((each) => `v${each}`);
  const modules: Readonly<Partial<Record<VariantTool, readonly string[]>>> = {
    helm: majors('3', '4').map((each) => `helm.sh/helm/${each}`),
    kubectl: ['k8s.io/kubernetes'],
    opentofu: ['github.com/opentofu/opentofu'],
    terraform: ['github.com/hashicorp/terraform'],
    yq: majors('4').map((each) => `github.com/mikefarah/yq/${each}`),
  };
  return modules[tool] ?? [];
}
