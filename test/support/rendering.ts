import type { RunEvent } from '../../src/events.ts';
import { createRenderer, type OutputFormat, type Renderer, type RendererOptions } from '../../src/ui/index.ts';
import { createTestStreams } from './streams.ts';

export const TRANSACTION = '3f2a9c1d-7b51-4a55-9a35-0c1f6d1f8e10';

type StreamOptions = NonNullable<Parameters<typeof createTestStreams>[0]>;

/** A renderer of version 1.2.3 in /work/shop on streams of one's own. */
export function createTestRenderer(
  options: StreamOptions & { format?: OutputFormat; isQuiet?: boolean; isVerbose?: boolean } = {},
): { renderer: Renderer; streams: ReturnType<typeof createTestStreams> } {
  const streams = createTestStreams(options);
  const rendererOptions: RendererOptions = {
    version: '1.2.3',
    directory: '/work/shop',
    isQuiet: () => options.isQuiet ?? false,
    isVerbose: () => options.isVerbose ?? false,
  };
  return { renderer: createRenderer(options.format ?? 'human', streams, rendererOptions), streams };
}

/** Widths and colours that every form is shown in, each under its heading. */
export async function renderEverywhere(
  tell: (renderer: Renderer) => Promise<void>,
  options: StreamOptions & { isVerbose?: boolean } = {},
): Promise<string> {
  const looks: StreamOptions[] = [{ columns: 80 }, { columns: 40 }, { columns: 80, colour: true }, {}];
  const shown: string[] = [];
  for (const look of looks) {
    const { renderer, streams } = createTestRenderer({ ...options, ...look, isOneScreen: true });
    await tell(renderer);
    await renderer.close();
    const heading =
      look.columns === undefined ? 'no terminal' : `${String(look.columns)} columns${look.colour ? ', colour' : ''}`;
    shown.push(`=== ${heading} ===\n${streams.text.stdout()}`);
  }
  return shown.join('');
}

export const planned: Extract<RunEvent, { name: 'run.planned' }> = {
  name: 'run.planned',
  transaction: TRANSACTION,
  workspace: 'acme',
  block: 'configure-servers',
  action: 'install',
  image: 'ghcr.io/polycrate/toolchain:0.1.0',
  record: '.logs/2026-01-02/3f2a9c1d.yml',
};

/** Bytes of the action, as an event. */
export function output(text: string, stream: 'stdout' | 'stderr' = 'stdout'): RunEvent {
  return { name: 'output.written', stream, chunk: Buffer.from(text) };
}
