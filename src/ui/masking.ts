import { isProblem, Problem } from '../errors.ts';
import type { RunEvent } from '../events.ts';
import type { Renderer } from './renderer.ts';
import type { View } from './view.ts';

/** Hides what must not be shown in a text, in plain data, or in what a run tells of itself. */
export interface Mask {
  readonly maskText: (text: string) => string;
  readonly maskData: (data: unknown) => unknown;
  readonly maskReport: (report: unknown) => unknown;
}

/** The renderer with every secret hidden in answers, events, questions and failures. Output of actions is masked where it is read. */
export function withMask(renderer: Renderer, mask: Mask): Renderer {
  return {
    ...renderer,
    result: (view) => renderer.result(maskView(view, mask)),
    problem: (problem) => renderer.problem(maskThrown(problem, mask)),
    ask: (question, signal) => renderer.ask(mask.maskText(question), signal),
    event(event) {
      if (event.name === 'output.written') return renderer.event(event);
      if (event.name === 'run.warned') return renderer.event({ ...event, problem: maskProblem(event.problem, mask) });
      return renderer.event(mask.maskReport(event) as RunEvent);
    },
  };
}

function maskView(view: View, mask: Mask): View {
  const data = mask.maskData(view.data);
  switch (view.kind) {
    case 'table': {
      const cells = view.cells.map((row) => row.map((cell) => ({ ...cell, text: mask.maskText(cell.text) })));
      return { ...view, cells, empty: mask.maskText(view.empty), data };
    }
    case 'details':
      return { ...view, pairs: view.pairs.map(([label, lines]) => [label, lines.map(mask.maskText)] as const), data };
    case 'text':
      // Bytes of a record are masked already.
      return typeof view.text === 'string' ? { ...view, text: mask.maskText(view.text), data } : view;
    case 'page':
      return { ...view, parts: view.parts.map((part) => ({ ...part, view: maskView(part.view, mask) })), data };
    case 'told':
      return { ...view, data };
  }
}

function maskProblem(problem: Problem, mask: Mask): Problem {
  const { code, message, hint, places, cause, others } = problem;
  return new Problem(code, mask.maskText(message), {
    ...(hint === undefined ? {} : { hint: mask.maskText(hint) }),
    places: places.map((place) => ({
      ...place,
      ...(place.snippet === undefined
        ? {}
        : { snippet: place.snippet.map(({ line, text }) => ({ line, text: mask.maskText(text) })) }),
    })),
    ...(cause === undefined ? {} : { cause: maskThrown(cause, mask) }),
    others: others.map((other) => maskProblem(other, mask)),
  });
}

/** What is shown of anything thrown: a Problem, or message, stack and causes of a bug. */
function maskThrown(thrown: unknown, mask: Mask): unknown {
  if (isProblem(thrown)) return maskProblem(thrown, mask);
  if (!(thrown instanceof Error)) return typeof thrown === 'string' ? mask.maskText(thrown) : thrown;
  const { message, stack, cause } = thrown;
  // In front of the original, so that it stays an error of its class.
  const properties: PropertyDescriptorMap = {
    message: { value: mask.maskText(message) },
    stack: { value: mask.maskText(stack ?? message) },
    cause: { value: cause === undefined ? undefined : maskThrown(cause, mask) },
  };
  return Object.create(thrown, properties);
}
