import type { ListedRecord } from '../../../record/index.ts';

/** A record in a list; `depth` is 1 for a step below its workflow. */
export interface NestedRecord extends ListedRecord {
  readonly depth: number;
}

/** Newest first, but the steps of a workflow follow it in the order they ran. A step whose workflow is not listed stays where it is. */
export function nestSteps(records: readonly ListedRecord[]): NestedRecord[] {
  const steps = new Map(records.map(({ summary }) => [summary.transaction, [] as ListedRecord[]]));
  const tops = records.filter((record) => {
    const siblings = steps.get(record.summary.parent ?? '');
    siblings?.unshift(record);
    return siblings === undefined;
  });
  return tops.flatMap((record) => {
    const below = steps.get(record.summary.transaction) ?? [];
    return [{ ...record, depth: 0 }, ...below.map((step) => ({ ...step, depth: 1 }))];
  });
}
