import type { Readable, Writable } from 'node:stream';
import type { ContainerLimits, JobFile, Mount } from '../plan/index.ts';

export type { ContainerLimits, JobFile, Mount } from '../plan/index.ts';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** One process to run in a fresh container. Nothing secret may stand in `command`, `labels` or `mounts`; `env` and `files` reach the process without passing the engine's records. */
export interface Job {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly JobFile[];
  readonly mounts: readonly Mount[];
  /** `copy`: what is mounted is copied there and back. Without it that is done where the engine does not see this machine's files. */
  readonly transport?: 'mount' | 'copy';
  /** Absolute paths that are never copied. */
  readonly withheld?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly network: string;
  readonly limits?: ContainerLimits;
  /** Whom the job runs as, and so who owns the files it creates. A rootless engine runs it as its root, which is the caller outside. */
  readonly user: { readonly uid: number; readonly gid: number };
  /** Names for the entry in the container's passwd. */
  readonly userName: string;
  /** Present for a job of engine `local`: the private folder, not there yet, that its files go to instead of /run/polycrate. */
  readonly local?: { readonly folder: string };
  /** Mount the engine's own socket at /var/run/docker.sock and let the user of the job use it. */
  readonly engineSocket: boolean;
  /** Present: the job gets a terminal of this size, and stdout carries everything. */
  readonly terminal?: TerminalSize;
  /** Pass the caller's stdin on; without it the job reads end-of-file. */
  readonly stdin: boolean;
  /** What is the same every time this is asked for, e.g. the command line and its folder; see ContainerEngine.expect. */
  readonly purpose?: string;
  /** Others like it follow at once: they may have its container, where that is by then as clean as a fresh one. False: nor does it get that of one before. */
  readonly passOn?: boolean;
  /** Keep a fresh container of the same kind waiting for the next job, for so long. */
  readonly parkMs?: number;
}

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL' | 'SIGHUP' | 'SIGQUIT';

/** A running job. Disposing it leaves no container behind, however far it got. */
export interface RunningJob extends AsyncDisposable {
  readonly containerId: string;
  readonly stdout: Readable;
  /** Ends at once when the job has a terminal. */
  readonly stderr: Readable;
  /** Present when the job asked for stdin. */
  readonly stdin?: Writable;
  /** The process's exit status (128 + n after signal n). Rejects with ENGINE_LOST when the engine goes away. Both streams have ended by then or end by themselves. */
  readonly exit: Promise<number>;
  /**
   * Sends a signal to the process and all its children; with `unaware` only to those that neither handle nor ignore it, and so
   * cannot have got it before. No-op once it has ended.
   */
  signal(signal: StopSignal, audience?: 'all' | 'unaware'): Promise<void>;
  resize(size: TerminalSize): Promise<void>;
  /** A file as the process sees it, up to 64 KiB; undefined where there is none. Rejects when it cannot be read, e.g. once the container is gone. */
  readFile(path: string): Promise<Buffer | undefined>;
  /** True when the process has failed and the kernel has killed it, or one of its children, for lack of memory. Known once `exit` is. */
  ranOutOfMemory?(): boolean;
  /**
   * Tells `listener` each value the process registers with polycrate-mask, those before this call at once. The process waits until the
   * listener has returned, so nothing it writes afterwards, on either stream, can come before.
   */
  readonly onSecret?: (listener: (value: string) => void) => void;
}

export interface ImageInfo {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly sizeBytes: number;
  /** ISO 8601. */
  readonly created: string;
  readonly tags: readonly string[];
  /** What registries call it: `NAME@sha256:…`. Empty for one that was only built. */
  readonly digests: readonly string[];
  /** What it runs on, e.g. `linux/amd64`; not told in a list of images. */
  readonly platform?: string;
}

export interface EngineInfo {
  /** `docker`, `podman` or `local`. */
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  /** Where it listens, e.g. `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  /** Why this one: `chosen by DOCKER_HOST`. */
  readonly rule?: string;
  /** True when containers run in the caller's own user namespace, so root inside is the caller outside. */
  readonly rootless: boolean;
  /** What its containers run on, e.g. `linux/amd64`. */
  readonly platform?: string;
  /** How far the engine's clock is ahead of this machine's, give or take the time it took to ask. */
  readonly clockAheadMs?: number;
}

/** What began before the command line was read. */
export interface HeadStart {
  /** What is the same every time the command line is given; see ContainerEngine.expect. */
  readonly purpose: string;
  readonly ready?: {
    /** A container being made, which waits some seconds for its job. */
    readonly container: Promise<string>;
    /** How it was described to the engine. */
    readonly description: string;
    /** Has it removed, for a command that ends without a need for it. Waits only for the order to leave, and not long. Never rejects. */
    giveBack(): Promise<void>;
  };
}

/** What running an action needs from a container engine. Every failure is a Problem. */
export interface ContainerEngine {
  readonly endpoint: string;
  describe(): Promise<EngineInfo>;
  /** Undefined when the engine does not have it. */
  findImage(reference: string): Promise<ImageInfo | undefined>;
  listImages(label: string): Promise<readonly ImageInfo[]>;
  /** Removes an image of that id with all its names; one that a container or another image is made of stays as it is. */
  removeImage(id: string): Promise<'removed' | 'in use'>;
  /** Rejects with IMAGE_UNAVAILABLE, and with INTERRUPTED once `signal` aborts. `onProgress` gets one short line at a time. */
  pullImage(reference: string, onProgress: (line: string) => void, signal: AbortSignal): Promise<void>;
  /** The image of that id as a tar that any engine's `loadImage` takes, without its names. The stream fails when the engine does. */
  exportImage(id: string, signal: AbortSignal): Promise<Readable>;
  /** Takes an image from such a tar, compressed or not; answers the ids that the engine says it has loaded. What fails leaves no image. */
  loadImage(archive: Readable, signal: AbortSignal): Promise<readonly string[]>;
  /** Gives the image of that id one more name; another image that has it loses it. */
  tagImage(id: string, name: string): Promise<void>;
  /**
   * Makes a container at once, and gives it the job when `permission` has resolved; when that rejects, so does this, and nothing is left.
   * Resolves once the process is starting; rejects with IMAGE_UNAVAILABLE when the image is not there, and with INTERRUPTED when
   * `signal` aborts before that, even where the engine has fallen silent: what it has made by then is removed in the background.
   */
  start(job: Job, permission?: Promise<unknown>, signal?: AbortSignal): Promise<RunningJob>;
  /** A job like this will be started before long: gets ready for it what can be. Best effort, never throws. */
  prepare(job: Job): void;
  /** The same for a job that is not known yet, by what the last one of its purpose needed. */
  expect(purpose: string): void;
  /** The last call: gives back what was got ready and not used, and closes the connections. Never rejects. */
  release(): Promise<void>;
}

/** Time as a run needs it. */
export interface Clock {
  now(): Date;
  /** Milliseconds since some fixed moment; never goes back. */
  elapsedMs(): number;
  /** Calls `action` once after `delayMs`; the answer cancels it. Does not keep the process alive. */
  after(delayMs: number, action: () => void): () => void;
  /** Resolves after `delayMs`, or as soon as `signal` aborts. Keeps the process alive. */
  wait(delayMs: number, signal: AbortSignal): Promise<void>;
}

/** The caller asking to stop: Ctrl-C, or a signal to this process. */
export interface Interruptions {
  /** Aborted by the first of them; `reason` is its name. */
  readonly signal: AbortSignal;
  /** Calls `listener` for each from now on; the answer ends that. */
  onInterrupt(listener: (signal: StopSignal) => void): () => void;
}

/** The caller's terminal, when both ends are one. */
export interface Terminal {
  size(): TerminalSize;
  onResize(listener: (size: TerminalSize) => void): () => void;
  /**
   * Hands over raw key strokes until disposed, which restores the terminal. Ctrl-C is a key stroke like any other
   * when `passInterrupt`, else it goes to Interruptions.
   */
  takeInput(target: Writable, options: { readonly passInterrupt: boolean }): Disposable;
}
