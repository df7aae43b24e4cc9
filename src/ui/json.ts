import { describeError } from './error-document.ts';
import { createHumanRenderer } from './human/human.ts';
import type { Renderer, RendererOptions } from './renderer.ts';
import type { Streams } from './streams.ts';

/** Puts one JSON or YAML document on stdout: the answer's data, or `{error}`. People are told everything else on stderr, the action's output too. */
export function createDocumentRenderer(format: 'json' | 'yaml', streams: Streams, options: RendererOptions): Renderer {
  const human = createHumanRenderer({ ...streams, stdout: streams.stderr, isOneScreen: true }, options);
  let isWritten = false;
  // A failure after the answer must not make two documents of it.
  const write = async (data: unknown): Promise<void> => {
    if (isWritten) return;
    isWritten = true;
    await streams.stdout.write(format === 'json' ? `${toJson(data)}\n` : await toYaml(data));
  };
  return {
    ...human,
    result: ({ data }) => write(data),
    async problem(problem) {
      await human.problem(problem);
      await write({ error: describeError(problem) });
    },
    async close() {
      await human.close();
      await streams.stdout.flush();
    },
  };
}

function toJson(data: unknown): string {
  return JSON.stringify(data ?? null, undefined, 2);
}

async function toYaml(data: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  // Through JSON first: both formats say the same, and neither knows undefined or dates.
  return stringify(JSON.parse(toJson(data)), { lineWidth: 0, aliasDuplicateObjects: false });
}
