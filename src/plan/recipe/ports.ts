/** Where the recipe of a workspace's own image is, and what no build of it gets to see. */
export interface RecipePlace {
  /** Absolute path of the workspace, which is the build's context. */
  readonly directory: string;
  /** Relative to it, with `/`. */
  readonly file: string;
  /** Patterns as in .dockerignore that hold whatever else is written. */
  readonly withheld: readonly string[];
}

/** One entry of a build's context; paths are relative to the workspace, with `/`. */
export type ContextEntry =
  | { readonly path: string; readonly kind: 'folder' }
  | { readonly path: string; readonly kind: 'link'; readonly target: string }
  | {
      readonly path: string;
      readonly kind: 'file';
      readonly executable: boolean;
      readonly read: () => Promise<Buffer>;
    };

/** One instruction of a recipe. */
export interface RecipeStep {
  /** In capitals. */
  readonly keyword: string;
  /** From 1. */
  readonly line: number;
  /** As it can be told in one line. */
  readonly text: string;
  /** The name that a FROM gives its stage. */
  readonly stage?: string;
}

/** A recipe, read in order to build it. */
export interface OpenRecipe {
  readonly file: string;
  /** The same, absolute. */
  readonly path: string;
  readonly text: string;
  /** Its instructions in order. */
  readonly steps: readonly RecipeStep[];
  /** Images that it starts from or copies out of, as far as its text tells them. */
  readonly bases: readonly string[];
  /** Names of the build arguments it declares. */
  readonly args: ReadonlySet<string>;
  /** Its secrets by their ids; undefined where there is none. */
  readonly secrets: ReadonlyMap<string, Buffer | undefined>;
  /** What it copies out of the context, sorted by path, and the recipe itself. */
  readonly context: readonly ContextEntry[];
}

/** Recipes as the disk has them. */
export interface Recipes {
  /** SHA-256 over the recipe and everything it copies; undefined when there is none. Reads only what has changed since it was asked last. */
  hash(place: RecipePlace): Promise<string | undefined>;
  /** Rejects with FILE_MISSING, or with IMAGE_BUILD_FAILED and the place when the recipe copies what is not there or never part of a build. */
  open(
    place: RecipePlace & { readonly secrets?: Readonly<Record<string, string>> },
    buildArgs: Readonly<Record<string, string>>,
  ): Promise<OpenRecipe>;
}
