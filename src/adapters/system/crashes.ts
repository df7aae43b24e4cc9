export interface Crashes extends Disposable {
  /** Rejects with the first failure that nobody has caught. */
  readonly crashed: Promise<never>;
}

/** Takes failures that nobody catches until disposed: Node would print them as they are, and a message may hold a secret. */
export function watchCrashes(): Crashes {
  let fail: (error: unknown) => void = () => undefined;
  const crashed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  crashed.catch(() => undefined);
  process.on('uncaughtException', fail);
  return {
    crashed,
    [Symbol.dispose]() {
      process.off('uncaughtException', fail);
    },
  };
}
