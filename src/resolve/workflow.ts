import { type Place, Problem } from '../errors.ts';
import type { StepFile, WorkflowFile } from '../schema/workflow.ts';
import { about, error, type Finding, warning } from '../workspace/index.ts';
import { limitOf } from './duration.ts';
import { warnIdle } from './idle.ts';
import { asList, asTexts } from './labels.ts';
import { type Layer, placesOf, whereWritten } from './layers.ts';
import { isWritten } from './merge.ts';
import { unknownAction, unknownBlock } from './reference.ts';
import { withPlaces } from './places.ts';
import { lookUp, type Register } from './register.ts';
import type { ResolvedBlock, ResolvedStep, ResolvedWorkflow } from './resolved.ts';
import { resolveRetry } from './retry.ts';

type Blocks = Register<ResolvedBlock>;

/** What steps are checked against, and where what is found goes. */
export interface WorkflowContext {
  readonly blocks: Blocks;
  readonly report: (...findings: readonly Finding[]) => void;
}
type Where = (keys: readonly string[], at: 'key' | 'value') => Place | undefined;

/** A workflow whose every step is known to have its block and action; findings are reported otherwise. */
export function resolveWorkflow(
  workflow: WorkflowFile,
  layers: readonly Layer<object>[],
  { blocks, report }: WorkflowContext,
): ResolvedWorkflow {
  const where: Where = (keys, at) => whereWritten(layers, ['workflows', workflow.name, ...keys], at);
  const allowFailure = workflow.allow_failure ?? false;
  report(...warnIdle(workflow, ['concurrency'], (key) => placesOf(where([key], 'key'))));
  if ((workflow.steps ?? []).length === 0) report(error(noSteps(workflow.name, placesOf(where(['name'], 'value')))));
  const resolved = {
    name: workflow.name,
    ...(workflow.description === undefined ? {} : { description: workflow.description }),
    alias: asList(workflow.alias),
    labels: asTexts(workflow.labels),
    ...(workflow.prompt?.message === undefined ? {} : { prompt: workflow.prompt.message }),
    allowFailure,
    ...timeoutOf(workflow),
    steps: (workflow.steps ?? []).map((step) => {
      const stepWhere: Where = (keys, at) => where(['steps', step.name, ...keys], at);
      report(...checkStep(step, stepWhere, blocks));
      return resolveStep(step, stepWhere, { blocks, allowFailure });
    }),
  };
  return withPlaces(resolved, { place: () => where(['name'], 'value') });
}

function noSteps(name: string, places: readonly Place[]): Problem {
  return new Problem('KEY_MISSING', `workflow "${name}" has no steps`, {
    hint: 'add steps: [{ name: first, block: some-block, action: some-action }]',
    places,
  });
}

function resolveStep(
  step: StepFile,
  where: Where,
  { blocks, allowFailure }: { blocks: Blocks; allowFailure: boolean },
): ResolvedStep {
  const block = blocks.lookUp(step.block);
  const retry = resolveRetry(step.retry);
  const resolved = {
    name: step.name,
    block: block?.name ?? step.block,
    action: block === undefined ? step.action : (lookUp(block.actions, step.action)?.name ?? step.action),
    ...(step.prompt?.message === undefined ? {} : { prompt: step.prompt.message }),
    allowFailure: step.allow_failure ?? allowFailure,
    args: asList(step.args),
    ...(step.when === undefined ? {} : { when: step.when }),
    ...timeoutOf(step),
    ...(retry === undefined ? {} : { retry }),
  };
  return withPlaces(resolved, { place: () => where(['name'], 'value') });
}

function timeoutOf({ timeout }: StepFile | WorkflowFile): Pick<ResolvedStep, 'timeoutMs'> {
  const timeoutMs = limitOf(timeout);
  return timeoutMs === undefined ? {} : { timeoutMs };
}

function checkStep(step: StepFile, where: Where, blocks: Blocks): Finding[] {
  const findings = [...warnIdle(step, ['needs'], (key) => placesOf(where([key], 'key')))];
  if (step.if !== undefined) {
    // Ignoring it would run the step where its author wanted it left out.
    const details = { hint: 'remove "if", and decide in the action itself', places: placesOf(where(['if'], 'key')) };
    findings.push(
      error(new Problem('ACTION_UNSUPPORTED', `"if" of step "${step.name}" does not work in this version`, details)),
    );
  }
  if (step.when === undefined && /roll[-_/]?back/i.test(step.name)) {
    const places = placesOf(where(['name'], 'value'));
    const advice = new Problem('VALUE_INVALID', `step "${step.name}" runs on success too`, {
      hint: 'add when: failure',
      places,
    });
    findings.push(warning(advice));
  }
  const target = checkTarget(step, where, blocks);
  return target === undefined ? findings : [...findings, about(aboutOf(target, step), error(target))];
}

/** The name that is not known, if that is what is wrong. */
function aboutOf({ code }: Problem, { block, action }: StepFile): string | undefined {
  return code === 'BLOCK_UNKNOWN' ? block : code === 'ACTION_UNKNOWN' ? action : undefined;
}

function checkTarget({ name, block: blockName, action }: StepFile, where: Where, blocks: Blocks): Problem | undefined {
  const missing = [blockName, action].findIndex((value) => !isWritten(value));
  if (missing !== -1) {
    // Only a step that stands in secrets.poly alone gets here: elsewhere the schema demands both.
    const key = missing === 0 ? 'block' : 'action';
    const details = { hint: `add ${key}: some-${key}`, places: placesOf(where(['name'], 'value')) };
    return new Problem('KEY_MISSING', `step "${name}" has no "${key}"`, details);
  }
  const block = blocks.lookUp(blockName);
  if (block === undefined) {
    return unknownBlock(blockName, blocks.names(), placesOf(where(['block'], 'value')));
  }
  if (block.template) {
    const details = { hint: 'name a block that inherits from it', places: placesOf(where(['block'], 'value')) };
    return new Problem(
      'BLOCK_IS_TEMPLATE',
      `step "${name}" runs block "${blockName}", which is only a template`,
      details,
    );
  }
  if (block.missing !== undefined || lookUp(block.actions, action) !== undefined) return undefined;
  const known = block.actions.map((item) => item.name);
  return unknownAction(action, block.name, blocks.offer(known), placesOf(where(['action'], 'value')));
}
