import { createEngine } from '../../src/adapters/engine/index.ts';
import { createImageBuilder } from '../../src/adapters/engine/build/image-builder.ts';

export interface ColdBuild {
  readonly reference: string;
  readonly seconds: number;
  /** Each step that ran, with its seconds. */
  readonly steps: readonly { readonly step: string; readonly seconds: number }[];
}

/** Builds a recipe on this machine's engine, and times its steps. Rejects with IMAGE_BUILD_FAILED. */
export async function buildCold({
  recipe,
  reference,
  buildArgs,
}: {
  readonly recipe: string;
  readonly reference: string;
  readonly buildArgs: Readonly<Record<string, string>>;
}): Promise<ColdBuild> {
  const { env } = process;
  const engine = await createEngine({
    env,
    uid: process.getuid?.() ?? 0,
    home: env['HOME'] ?? '/',
    emit: () => undefined,
  });
  const builder = createImageBuilder({ recipe, env, engine });
  const steps: { step: string; seconds: number }[] = [];
  const begun = performance.now();
  const listener = {
    progressed({
      step,
      state,
      elapsedMs,
    }: {
      readonly step: string;
      readonly state: string;
      readonly elapsedMs: number;
    }) {
      if (state === 'running') return;
      console.log(`  ${state === 'done' ? (elapsedMs / 1000).toFixed(1).padStart(6) : state.padStart(6)} s  ${step}`);
      if (state === 'done') steps.push({ step, seconds: elapsedMs / 1000 });
    },
    logged: () => undefined,
  };
  await builder.build(reference, { labels: {}, buildArgs }, listener, new AbortController().signal);
  await engine.release();
  return { reference, seconds: (performance.now() - begun) / 1000, steps };
}
