export { formatDuration } from './human/duration.ts';
export { colourState, markOf, shortenId } from './human/lines.ts';
export { createRenderer } from './create-renderer.ts';
export { type OutputFormat, type Renderer, type RendererOptions } from './renderer.ts';
export type { SinkStream } from './sink.ts';
export { withMask } from './masking.ts';
export { createStreams, type Streams, type Terminals } from './streams.ts';
export { details, page, table, text, told } from './view.ts';
