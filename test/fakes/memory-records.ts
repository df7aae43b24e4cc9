import { createHash } from 'node:crypto';
import { Problem } from '../../src/errors.ts';
import type { ForeignFile, LockHolder, RecordStore } from '../../src/record/index.ts';

/** Records in memory; passes the contract suite of the real store. `failures` makes writing to a path fail. */
export class MemoryRecords implements RecordStore {
  readonly files = new Map<string, string>();
  readonly failures = new Map<string, Problem>();
  /** What belongs to somebody else. */
  foreign: readonly ForeignFile[] = [];
  readonly indexes = new Map<string, string>();
  readonly #locks = new Map<string, LockHolder>();

  makeDirectory(path: string): Promise<void> {
    return this.#failOn(path);
  }

  async save(path: string, text: string): Promise<void> {
    await this.#failOn(path);
    this.files.set(path, text);
  }

  async flush(): Promise<void> {
    // Memory has nothing to flush.
  }

  async openJournal(path: string): ReturnType<RecordStore['openJournal']> {
    await this.#failOn(path);
    this.files.set(path, '');
    return {
      append: (line) => {
        this.files.set(path, `${this.files.get(path) ?? ''}${line}\n`);
        return undefined;
      },
      close: () => this.#failOn(`${path} close`),
    };
  }

  lock(path: string, holder: LockHolder): Promise<AsyncDisposable> {
    const current = this.#locks.get(path);
    if (current !== undefined) {
      return Promise.reject(new Problem('WORKSPACE_LOCKED', `"${current.command}" holds the lock`));
    }
    this.#locks.set(path, holder);
    return Promise.resolve({
      [Symbol.asyncDispose]: () => {
        this.#locks.delete(path);
        return Promise.resolve();
      },
    });
  }

  list(directory: string): Promise<Map<string, string>> {
    const below = [...this.files].filter(([path]) => path.startsWith(`${directory}/`));
    return Promise.resolve(new Map(below.map(([path, text]) => [path.slice(directory.length + 1), text])));
  }

  findForeign(): Promise<readonly ForeignFile[]> {
    return Promise.resolve(this.foreign);
  }

  names(directory: string): Promise<readonly string[]> {
    const below = [...this.files.keys()].filter((path) => path.startsWith(`${directory}/`));
    const names = below.map((path) => path.slice(directory.length + 1).split('/')[0] ?? '');
    return Promise.resolve([...new Set(names)].sort());
  }

  read(path: string): Promise<string | undefined> {
    return Promise.resolve(this.files.get(path));
  }

  async *lines(path: string): AsyncGenerator<string> {
    const text = await this.read(path);
    yield* (text ?? '').split('\n').filter((line) => line !== '');
  }

  async readFrom(path: string, offset: number): Promise<Buffer> {
    return Buffer.from((await this.read(path)) ?? '').subarray(offset, offset + 256 * 1024);
  }

  async hash(path: string): Promise<string | undefined> {
    const text = await this.read(path);
    return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
  }

  async remove(path: string): Promise<number> {
    await this.#failOn(path);
    const bytes = Buffer.byteLength(this.files.get(path) ?? '');
    this.files.delete(path);
    return bytes;
  }

  removeFolder(): Promise<void> {
    return Promise.resolve();
  }

  folderMark(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  readIndex(directory: string): Promise<string | undefined> {
    return Promise.resolve(this.indexes.get(directory));
  }

  keepIndex(directory: string, text: string): Promise<void> {
    this.indexes.set(directory, text);
    return Promise.resolve();
  }

  markOf(): object {
    return {};
  }

  mayBeAlive({ pid }: { readonly pid: number }): boolean {
    return pid === process.pid;
  }

  async #failOn(path: string): Promise<void> {
    const problem = this.failures.get(path);
    if (problem !== undefined) throw problem;
    await Promise.resolve();
  }
}
