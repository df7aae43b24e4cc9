import { exportAsciicast } from './asciicast.ts';
import type { ExportFormat } from './formats.ts';
import { exportHtml, type PageParts } from './html/page.ts';
import { exportJson } from './json.ts';
import { exportJunit } from './junit.ts';
import type { Recording } from './recording.ts';
import { exportText } from './text.ts';

export interface ExportTools {
  /** Milliseconds since 1970 of an ISO 8601 instant. */
  readonly epochMs: (instant: string) => number;
  readonly page: PageParts;
}

/** Every piece is a write: lines are too little for one. */
const BATCH = 65_536;

/** The recording in another format, piece by piece as it is read: output may be gigabytes. */
export async function* exportRecording(
  recording: Recording,
  format: ExportFormat,
  tools: ExportTools,
): AsyncGenerator<string> {
  let batch = '';
  for await (const piece of write(recording, format, tools)) {
    batch += piece;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

function write(recording: Recording, format: ExportFormat, tools: ExportTools): AsyncIterable<string> {
  switch (format) {
    case 'text':
      return exportText(recording);
    case 'json':
      return exportJson(recording);
    case 'junit':
      return exportJunit(recording);
    case 'asciicast':
      return exportAsciicast(recording, tools);
    case 'html':
      return exportHtml(recording, tools.page);
    default:
      return format satisfies never;
  }
}
