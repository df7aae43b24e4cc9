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

/** Bundles on the disk. */
export interface BundleFiles {
  /** Begins a bundle that will be at `path`. Rejects with OUTPUT_UNWRITABLE. */
  create(path: string, signal: AbortSignal): Promise<BundleDraft>;
  /** Every part in the order it lies there. Throws FILE_UNREADABLE, and BUNDLE_INVALID where the file is no tar or is cut short. */
  read(path: string, signal: AbortSignal): AsyncIterable<FoundPart>;
}
