import type { ToolchainLock } from '../../schema/toolchain-lock.ts';

/** The text of a lock: the same lock gives the same bytes, with one tool a line, so that a change of it is easy to review. */
export function formatLock({ schema, image, source, variant, platforms }: ToolchainLock): string {
  const entries = sorted(platforms).map(([platform, { digest, recipe, tools }]) => [
    platform,
    {
      digest,
      ...(recipe === undefined ? {} : { recipe }),
      ...(tools === undefined ? {} : { tools: Object.fromEntries(sorted(tools)) }),
    },
  ]);
  const lock = {
    schema,
    image,
    source,
    ...(variant === undefined ? {} : { variant: Object.fromEntries(sorted(variant)) }),
    platforms: Object.fromEntries(entries) as object,
  };
  return `${JSON.stringify(lock, undefined, 2)}\n`;
}

/** By code point, whatever the language of the machine. */
function sorted<T>(map: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
