import { isProblem } from '../../../errors.ts';
import { findRecord, type FoundRecord, type JournalLine, repairRecords } from '../../../record/index.ts';
import { details, page, text, type Shell } from '../../world.ts';
import { describeRecord } from './describe.ts';

/** So much of the output goes into one document of `-o json`, which has to be in memory whole. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** `polycrate logs show [TRANSACTION]`: the record and what the action printed; the newest one without an id. */
export async function showLog(
  shell: Shell,
  { id, outputOnly }: { readonly id: string | undefined; readonly outputOnly: boolean },
): Promise<number> {
  const logs = await shell.recordsFolder();
  const abandoned: string[] = [];
  const found = await findRecord(shell.world.records, logs, id, { onAbandoned: (path) => abandoned.push(path) });
  await repairRecords(logs, abandoned, shell.world);
  const isHuman = shell.format === 'human';
  const data = isHuman ? undefined : { ...found.record, path: found.path, ...(await collect(found)) };
  const parts = isHuman ? await outputsOf(found, shell, logs) : [];
  const outputs = parts.map(([title, each]) => [title, text(bytesOf(each), undefined)] as const);
  const shown = outputOnly ? outputs.map(([, view]) => view) : [details(describeRecord(found), data), ...outputs];
  await shell.renderer.result(page(shown, data));
  return 0;
}

/** What an action printed; of a workflow what each step did. */
async function outputsOf(found: FoundRecord, { world }: Shell, logs: string): Promise<[string, FoundRecord][]> {
  const { record } = found;
  if (record.message !== undefined) return [];
  if (record.block !== undefined || record.workflow === undefined) return [['output', found]];
  const outputs: [string, FoundRecord][] = [];
  for (const { step, block, action, transaction } of record.steps ?? []) {
    if (transaction === undefined) continue;
    try {
      outputs.push([`output of ${step} (${block} ${action})`, await findRecord(world.records, logs, transaction)]);
    } catch (error) {
      // It may have been removed by hand.
      if (!isProblem(error)) throw error;
    }
  }
  return outputs;
}

async function collect({
  output,
}: FoundRecord): Promise<{ readonly output: readonly JournalLine[]; readonly output_cut?: true }> {
  const lines: JournalLine[] = [];
  let characters = 0;
  for await (const line of output) {
    characters += (line.d ?? line.b ?? '').length;
    if (characters > MOST_CHARACTERS) return { output: lines, output_cut: true };
    lines.push(line);
  }
  return { output: lines };
}

async function* bytesOf({ output }: FoundRecord): AsyncGenerator<Uint8Array | string> {
  for await (const { d, b } of output) yield d ?? Buffer.from(b ?? '', 'base64');
}
