import type { Readable } from 'node:stream';
import type { Emit } from './events.ts';
import type { Host, Recipes } from './plan/index.ts';
import type { RecordStore } from './record/index.ts';
import type { Clock, ContainerEngine, Interruptions, Masker, Terminal } from './run/index.ts';
import type { ImageBuilder, ToolLists } from './toolchain/index.ts';
import type { Files, ParseCache } from './workspace/index.ts';

/** Everything outside that performing an action touches. What is costly is a thunk: nobody pays for what a command does not use. */
export interface World {
  readonly host: Host;
  readonly files: Files;
  readonly parseCache: ParseCache;
  readonly recipes: Recipes;
  readonly records: RecordStore;
  readonly engine: () => Promise<ContainerEngine>;
  readonly builder: () => Promise<ImageBuilder>;
  readonly toolLists: ToolLists;
  /** True when an SSH agent answers on that socket. */
  readonly agentAnswers: (socket: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly interruptions: Interruptions;
  /** Present when actions get the caller's terminal. */
  readonly terminal?: Terminal;
  /** The caller's stdin, for interactive actions without a terminal. */
  readonly stdin: () => Readable;
  readonly emit: Emit;
  /** Everything this process knows to be secret; it grows as files are read and actions register values. */
  readonly masker: Masker;
  /** A new transaction id: a time-ordered UUID (version 7, RFC 9562). */
  readonly newId: () => string;
  /** Asks a yes/no question. Rejects with PROMPT_DECLINED, or PROMPT_UNANSWERED where nobody can answer. */
  readonly confirm: (question: string) => Promise<void>;
}
