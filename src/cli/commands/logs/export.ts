import { extname, resolve } from 'node:path';
import { Problem } from '../../../errors.ts';
import { type ExportFormat, exportRecording, loadRecording } from '../../../record/export/index.ts';
import { saveStream, text, type Shell } from '../../world.ts';

export interface ExportOptions {
  readonly format?: ExportFormat;
  readonly file?: string;
}

const BY_SUFFIX: Readonly<Record<string, ExportFormat>> = {
  '.txt': 'text',
  '.log': 'text',
  '.json': 'json',
  '.xml': 'junit',
  '.cast': 'asciicast',
  '.html': 'html',
  '.htm': 'html',
};

/** `polycrate logs export [TRANSACTION]`: the record with its output in another format, on stdout or in a file. */
export async function exportLog(
  shell: Shell,
  id: string | undefined,
  { format: asked, file }: ExportOptions,
): Promise<number> {
  const format = asked ?? formatOf(file);
  const { records: store } = shell.world;
  const epochMs = (instant: string): number => Date.parse(instant);
  const recording = await loadRecording({ store, logs: await shell.recordsFolder(), epochMs }, id);
  const { transaction } = recording.record;
  const content = exportRecording(recording, format, { epochMs, page: await pageParts(shell) });
  if (file !== undefined) {
    const path = resolve(shell.system.directory, file);
    const bytes = await saveStream(path, content, shell.world.interruptions.signal);
    await shell.renderer.result(text(`${file}: ${sizeOf(bytes)}`, { transaction, format, file: path, bytes }));
    return 0;
  }
  const data = shell.format === 'human' ? undefined : { transaction, format, content: await collect(content) };
  await shell.renderer.result({ ...text(data === undefined ? content : '', data), isDocument: format !== 'text' });
  return 0;
}

/** What HTML pages look like, as the package has it. */
async function pageParts({ system, world }: Shell): Promise<{ readonly stylesheet: string; readonly script: string }> {
  const read = async (file: string): Promise<string> =>
    (await world.files.read(`${system.packageRoot}/templates/report/${file}`))?.toString('utf8') ?? '';
  return { stylesheet: await read('report.css'), script: await read('report.js') };
}

function formatOf(file: string | undefined): ExportFormat {
  if (file === undefined) return 'text';
  const format = BY_SUFFIX[extname(file).toLowerCase()];
  if (format !== undefined) return format;
  throw new Problem('USAGE', `the name "${file}" does not say in which format to write`, {
    hint: `add --format, or end it with one of ${Object.keys(BY_SUFFIX).join(' ')}`,
  });
}

async function collect(content: AsyncIterable<string>): Promise<string> {
  const parts: string[] = [];
  for await (const part of content) parts.push(part);
  return parts.join('');
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} bytes`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(1)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}
