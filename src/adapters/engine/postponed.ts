/** What would be made for jobs of a kind, if they did not most likely get the container of the one that is running. */
export interface Postponed {
  /** A job of that kind is running and will pass its container on: from now on, for a short time, what is added waits. */
  hold(kind: string): void;
  /** Does it now, unless a job of that kind is held for. */
  add(kind: string, make: () => void): void;
  /** A job of that kind has come. Where a container waited for it, one less is needed; where none did, the others are needed now. */
  meet(kind: string, isServed: boolean): void;
  /** Forgets everything. */
  drop(): void;
}

/** `shortMs`: how long a job may take before the next ones' containers are made beside it. */
export function createPostponed(shortMs: number): Postponed {
  let held: string | undefined;
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    held = undefined;
    clearTimeout(timer);
    for (const make of waiting.splice(0)) make();
  };
  return {
    hold(kind) {
      if (held !== kind) flush();
      held = kind;
      clearTimeout(timer);
      timer = setTimeout(flush, shortMs).unref();
    },
    add(kind, make) {
      if (kind === held) waiting.push(make);
      else make();
    },
    meet(kind, isServed) {
      if (kind !== held) return;
      waiting.shift();
      if (!isServed) flush();
    },
    drop() {
      clearTimeout(timer);
      held = undefined;
      waiting = [];
    },
  };
}
