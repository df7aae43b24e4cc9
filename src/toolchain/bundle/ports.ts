/** A part of a bundle as its manifest tells it. */
export interface BundlePart {
  /** Name inside the bundle. */
  readonly path: string;
  readonly contents: 'image' | 'workspace';
  /** As it lies in the bundle, compressed. */
  readonly size: number;
  /** 64 hexadecimal digits, of the same bytes. */
  readonly sha256: string;
}

/** A bundle being written. Disposing it before `finish` leaves nothing behind. */
export interface BundleDraft extends AsyncDisposable {
  /** Adds a part as it comes, compressed with gzip, or a small one as it is. Rejects with OUTPUT_UNWRITABLE, and as `contents` does. */
  add(
    path: string,
    contents: AsyncIterable<Uint8Array> | string,
  ): Promise<Pick<BundlePart, 'path' | 'size' | 'sha256'>>;
  /** Puts the whole in its place, at once. Answers its size. */
  finish(): Promise<number>;
}

/** A part met in a bundle; its contents can be read until the next is asked for. */
export interface FoundPart {
  readonly path: string;
  readonly size: number;
  readonly contents: AsyncIterable<Uint8Array>;
}

/** A file of a workspace that goes into a bundle. */
export interface FileToCarry {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** Where it lies in the bundle. */
  readonly place: string;
  readonly size: number;
  readonly isProgram: boolean;
  /** Present for a link: what it says. */
  readonly target?: string;
}

/** Which files of a workspace are looked for, and where they go; paths are relative to it. */
export interface Carrying {
  readonly roots: readonly string[];
  readonly isLeftOut: (path: string) => boolean;
  readonly isSpare: (path: string) => boolean;
  readonly placeOf: (path: string) => string;
}

/** A workspace unpacked beside the folder it belongs in. Disposing takes away what was not put there. */
export interface LaidWorkspace extends AsyncDisposable {
  /** Files that will be new there, and files that are the same there already. */
  readonly written: number;
  readonly there: number;
  /** Puts it in its place: all of it, or nothing. Rejects with OUTPUT_UNWRITABLE. */
  put(): Promise<void>;
}

/** Bundles on the disk. */
export interface BundleFiles {
  /** Begins a bundle that will be at `path`. Rejects with OUTPUT_UNWRITABLE. */
  create(path: string, signal: AbortSignal): Promise<BundleDraft>;
  /** Every part in the order it lies there. Throws FILE_UNREADABLE, and BUNDLE_INVALID where the file is no tar or is cut short. */
  read(path: string, signal: AbortSignal): AsyncIterable<FoundPart>;
}
