export { describeError, type ErrorDocument } from './error-document.ts';
export { formatDuration } from './human/duration.ts';
export { colourState, nameState, shortenId } from './human/lines.ts';
export type { Colour } from './human/style.ts';
export { createRenderer, OUTPUT_FORMATS, type OutputFormat, type Renderer, type RendererOptions } from './renderer.ts';
export type { Sink, SinkStream } from './sink.ts';
export { createStreams, type Streams, type Terminals } from './streams.ts';
export { details, page, table, text, told, type Column, type View } from './view.ts';
