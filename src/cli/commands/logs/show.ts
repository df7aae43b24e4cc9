import { stringify } from 'yaml';
import { findRecord, type FoundRecord, type JournalLine } from '../../../record/index.ts';
import { page, text, type Shell } from '../../world.ts';

/** `polycrate logs show [TRANSACTION]`: the record and what the action printed; the newest one without an id. */
export async function showLog(
  shell: Shell,
  { id, outputOnly }: { readonly id: string | undefined; readonly outputOnly: boolean },
): Promise<number> {
  const logs = await shell.recordsFolder();
  const found = await findRecord(shell.world.records, logs, id);
  const isHuman = shell.format === 'human';
  const data = isHuman ? undefined : { ...found.record, path: found.path, output: await collect(found) };
  const output = text(bytesOf(found), data);
  const record = text(stringify(found.record, { lineWidth: 0 }).trimEnd(), data);
  await shell.renderer.result(outputOnly ? output : page([record, ['output', output]], data));
  return 0;
}

async function collect({ output }: FoundRecord): Promise<JournalLine[]> {
  const lines: JournalLine[] = [];
  for await (const line of output) lines.push(line);
  return lines;
}

async function* bytesOf({ output }: FoundRecord): AsyncGenerator<Uint8Array | string> {
  for await (const { d, b } of output) yield d ?? Buffer.from(b ?? '', 'base64');
}
