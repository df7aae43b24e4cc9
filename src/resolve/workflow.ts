import { type Place, Problem } from '../errors.ts';
import type { StepFile, WorkflowFile } from '../schema/workflow.ts';
import { error, type Finding } from '../workspace/index.ts';
import { type Directory, findAction } from './directory.ts';
import { warnIgnored } from './ignored.ts';
import { asList, asTexts } from './labels.ts';
import { type Layer, placesOf, whereWritten } from './layers.ts';
import { isWritten } from './merge.ts';
import { unknownAction, unknownBlock } from './reference.ts';
import type { ResolvedStep, ResolvedWorkflow } from './resolved.ts';

interface Context {
  readonly blocks: Directory;
  readonly report: (...findings: readonly Finding[]) => void;
}
type Where = (keys: readonly string[], at: 'key' | 'value') => Place | undefined;

/** A workflow whose every step is known to have its block and action; findings are reported otherwise. */
export function resolveWorkflow(
  workflow: WorkflowFile,
  layers: readonly Layer<object>[],
  { blocks, report }: Context,
): ResolvedWorkflow {
  const where: Where = (keys, at) => whereWritten(layers, ['workflows', workflow.name, ...keys], at);
  const allowFailure = workflow.allow_failure ?? false;
  report(...warnIgnored(workflow, ['concurrency', 'timeout'], (key) => placesOf(where([key], 'key'))));
  return {
    name: workflow.name,
    ...(workflow.description === undefined ? {} : { description: workflow.description }),
    alias: asList(workflow.alias),
    labels: asTexts(workflow.labels),
    ...(workflow.prompt?.message === undefined ? {} : { prompt: workflow.prompt.message }),
    allowFailure,
    steps: (workflow.steps ?? []).map((step) => {
      const stepWhere: Where = (keys, at) => where(['steps', step.name, ...keys], at);
      report(...checkStep(step, stepWhere, blocks));
      return resolveStep(step, stepWhere, { blocks, allowFailure });
    }),
    get place() {
      return where(['name'], 'value');
    },
  };
}

function resolveStep(
  step: StepFile,
  where: Where,
  { blocks, allowFailure }: { blocks: Directory; allowFailure: boolean },
): ResolvedStep {
  const block = blocks.get(step.block);
  return {
    name: step.name,
    block: block?.name ?? step.block,
    action: block === undefined ? step.action : (findAction(block, step.action)?.name ?? step.action),
    ...(step.prompt?.message === undefined ? {} : { prompt: step.prompt.message }),
    allowFailure: step.allow_failure ?? allowFailure,
    args: asList(step.args),
    ...(step.when === undefined ? {} : { when: step.when }),
    get place() {
      return where(['name'], 'value');
    },
  };
}

function checkStep(step: StepFile, where: Where, blocks: Directory): Finding[] {
  const findings = warnIgnored(step, ['needs', 'timeout', 'retry'], (key) => placesOf(where([key], 'key')));
  if (step.if !== undefined) {
    // Ignoring it would run the step where its author wanted it left out.
    const details = { hint: 'remove "if", and decide in the action itself', places: placesOf(where(['if'], 'key')) };
    findings.push(
      error(new Problem('ACTION_UNSUPPORTED', `"if" of step "${step.name}" does not work in this version`, details)),
    );
  }
  const target = checkTarget(step, where, blocks);
  return target === undefined ? findings : [...findings, error(target)];
}

function checkTarget(
  { name, block: blockName, action }: StepFile,
  where: Where,
  blocks: Directory,
): Problem | undefined {
  const missing = [blockName, action].findIndex((value) => !isWritten(value));
  if (missing !== -1) {
    // Only a step that stands in secrets.poly alone gets here: elsewhere the schema demands both.
    const key = missing === 0 ? 'block' : 'action';
    const details = { hint: `add ${key}: some-${key}`, places: placesOf(where(['name'], 'value')) };
    return new Problem('KEY_MISSING', `step "${name}" has no "${key}"`, details);
  }
  const block = blocks.get(blockName);
  if (block === undefined) {
    return blocks.isBroken(blockName)
      ? undefined
      : unknownBlock(blockName, blocks.names(), placesOf(where(['block'], 'value')));
  }
  if (block.template) {
    const details = { hint: 'name a block that inherits from it', places: placesOf(where(['block'], 'value')) };
    return new Problem(
      'BLOCK_IS_TEMPLATE',
      `step "${name}" runs block "${blockName}", which is only a template`,
      details,
    );
  }
  if (findAction(block, action) !== undefined) return undefined;
  const known = block.actions.map((item) => item.name);
  return unknownAction(action, block.name, known, placesOf(where(['action'], 'value')));
}
