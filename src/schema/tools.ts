/** Tools that the toolchain's recipe compiles, each in a stage of its own: those a variant can have in another version, or be without. */
export const BUILT_TOOLS = ['helm', 'kubectl', 'opentofu', 'terraform', 'yq'] as const;

export type BuiltTool = (typeof BUILT_TOOLS)[number];

/** Those that are only there when asked for. */
export const OPTIONAL_TOOLS: readonly BuiltTool[] = ['opentofu', 'yq'];

/** What a team's toolchain has otherwise than this version's own: an exact version, or whether the tool is there at all. */
export type Variant = Readonly<Partial<Record<BuiltTool, string | boolean>>>;
