import type { ConfigFile } from '../schema/config.ts';
import { VARIANT_TOOLS, OPTIONAL_TOOLS, type Variant } from '../schema/tools.ts';

/** The variant that `toolchain.tools` asks for; undefined where all of it is as in the toolchain itself. */
export function variantOf(written: NonNullable<ConfigFile['toolchain']>['tools']): Variant | undefined {
  const wanted = VARIANT_TOOLS.flatMap((tool) => {
    const wish = written?.[tool];
    if (wish === undefined || wish === !OPTIONAL_TOOLS.includes(tool)) return [];
    return [[tool, typeof wish === 'string' ? wish.replace(/^v/, '') : wish] as const];
  });
  return wanted.length === 0 ? undefined : Object.fromEntries(wanted);
}
