import {
  type CheckedWorkspace,
  explainBlock,
  type Explained,
  explainWorkspace,
  findAction,
  findBlock,
  findWorkflow,
} from '../../resolve/index.ts';
import { isProblem } from '../../errors.ts';
import { settleFindings } from '../../workspace/index.ts';
import { showExplained } from '../explained.ts';
import type { Shell } from '../world.ts';

/** What is to be explained: a block, one of its actions, a workflow, or else what the workspace says beside blocks and settings. */
export interface Subject {
  readonly block?: string;
  readonly action?: string;
  readonly workflow?: string;
}

/** `… inspect … --explain`: who set every leaf. Works beside mistakes that do not concern the subject. */
export async function explainLeaves(shell: Shell, subject: Subject): Promise<number> {
  const checked = await shell.check();
  try {
    return await showExplained(shell, leavesOf(checked, subject));
  } catch (problem) {
    // What nobody knows may stand in a file that cannot be read.
    if (isProblem(problem)) settleFindings(checked.findings);
    throw problem;
  }
}

function leavesOf(checked: CheckedWorkspace, subject: Subject): Explained[] {
  const { workspace, written, lineages } = checked;
  if (subject.block === undefined) {
    const leaves = explainWorkspace(written.secrets === undefined ? [written.main] : [written.main, written.secrets]);
    if (subject.workflow === undefined) return leaves;
    return below(leaves, `workflows.${findWorkflow(workspace, subject.workflow).name}`);
  }
  const block = findBlock(workspace, subject.block);
  const lineage = lineages.get(block.name);
  const leaves = lineage === undefined ? [] : explainBlock(block, lineage);
  return subject.action === undefined ? leaves : below(leaves, `actions.${findAction(block, subject.action).name}`);
}

function below(leaves: readonly Explained[], key: string): Explained[] {
  return leaves.filter((leaf) => leaf.key.startsWith(`${key}.`));
}
