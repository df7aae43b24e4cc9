import { createHumanRenderer } from './human/human.ts';
import { createDocumentRenderer } from './json.ts';
import { createStreamRenderer } from './ndjson.ts';
import type { OutputFormat, Renderer, RendererOptions } from './renderer.ts';
import type { Streams } from './streams.ts';

/** The renderer of a format. */
export function createRenderer(format: OutputFormat, streams: Streams, options: RendererOptions): Renderer {
  switch (format) {
    case 'human':
      return createHumanRenderer(streams, options);
    case 'json':
    case 'yaml':
      return createDocumentRenderer(format, streams, options);
    case 'ndjson':
      return createStreamRenderer(streams, options);
    default:
      return format satisfies never;
  }
}
