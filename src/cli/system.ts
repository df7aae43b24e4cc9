import type { ReadStream, WriteStream } from 'node:tty';
import type { ContainerEngine } from '../run/index.ts';
import type { ImageBuilder } from '../toolchain/index.ts';

/** The process as the command line sees it; tests bring their own. */
export interface System {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  /** Absolute path of the installed package: where the toolchain's recipe lies. */
  readonly packageRoot: string;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  /** Stand-ins for the outside; without them the real ones are found. */
  readonly engine?: () => Promise<ContainerEngine>;
  readonly builder?: () => Promise<ImageBuilder>;
}
