import { Problem } from '../../../errors.ts';
import type { Shell } from '../../world.ts';

/** Throws LOCAL_UNSUPPORTED for a command that needs images where there is no container engine. */
export function requireContainers({ preferences }: Shell, verb: string): void {
  if (preferences.engine !== 'local') return;
  throw new Problem('LOCAL_UNSUPPORTED', `engine local has no images, so there is nothing to ${verb}`, {
    hint: `polycrate toolchain ${verb} --engine docker`,
  });
}
