/** Tools that the toolchain's recipe adds, each in a stage of its own: those a variant can have in another version, be without, or have beside. */
export const VARIANT_TOOLS = ['awscli', 'azure-cli', 'helm', 'kubectl', 'opentofu', 'terraform', 'yq'] as const;

export type VariantTool = (typeof VARIANT_TOOLS)[number];

/** Those that are only there when asked for. */
export const OPTIONAL_TOOLS: readonly VariantTool[] = ['awscli', 'azure-cli', 'opentofu', 'yq'];

/** Those that are compiled from a Go module, in any version it has; the others come in the recipe's version only. */
export const COMPILED_TOOLS: readonly VariantTool[] = ['helm', 'kubectl', 'opentofu', 'terraform', 'yq'];

/** What a team's toolchain has otherwise than this version's own: an exact version or a range of them, or whether the tool is there at all. */
export type Variant = Readonly<Partial<Record<VariantTool, string | boolean>>>;
