import type { OpenRecipe } from '../plan/index.ts';

/** One step of an image build as it goes. */
export interface BuildProgress {
  readonly step: string;
  readonly state: 'running' | 'cached' | 'done' | 'failed';
  readonly elapsedMs: number;
}

export interface BuildListener {
  progressed(progress: BuildProgress): void;
  logged(step: string, text: string): void;
}

/** The recipe of the toolchain image that comes with this version, and the way to build it. */
export interface ImageBuilder {
  /** SHA-256 over every file of the recipe: equal hashes build the same image. Carried by the image as a label. */
  recipeHash(): Promise<string>;
  /** The image the recipe starts from. The engine's builder cannot log in anywhere, so it must be there before. */
  baseImage(buildArgs: Readonly<Record<string, string>>): Promise<string>;
  /** The versions of a Go module, in no order; undefined when nobody can be asked. Never rejects. */
  readonly publishedVersions: (module: string) => Promise<readonly string[] | undefined>;
  /** Builds and tags; rejects with IMAGE_BUILD_FAILED. */
  build(
    reference: string,
    options: {
      readonly labels: Readonly<Record<string, string>>;
      readonly buildArgs: Readonly<Record<string, string>>;
      /** Further arguments that are no part of what is built; passed on where the recipe declares them. */
      readonly mirrors?: Readonly<Record<string, string>>;
      /** What to build instead of the toolchain. */
      readonly own?: OpenRecipe;
    },
    listener: BuildListener,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Tool → version. */
export type ToolVersions = Readonly<Record<string, string>>;

/** What was read of images before, by their ids; of what is no image, only by this process. Neither call fails: what is lost is read again. */
export interface ToolLists {
  /** Empty for an image that tells nothing, undefined for one that was not asked. */
  find(image: string): ToolVersions | undefined;
  keep(image: string, tools: ToolVersions): void;
}
