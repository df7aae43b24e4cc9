import type { Readable, Writable } from 'node:stream';
import type { ContainerEngine, HeadStart } from '../run/index.ts';
import type { ImageBuilder } from '../toolchain/index.ts';

type Out = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly fd?: number };

/** The process as the command line sees it; tests bring their own. */
export interface System {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  /** Absolute path of the installed package: where the toolchain's recipe lies. */
  readonly packageRoot: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Out;
  readonly stderr: Out;
  /** What began before this was loaded. */
  readonly headStart?: HeadStart;
  /** Stand-ins for the outside; without them the real ones are found. */
  readonly engine?: () => Promise<ContainerEngine>;
  readonly builder?: () => Promise<ImageBuilder>;
}
