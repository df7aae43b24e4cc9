import { isProblem, Problem } from '../errors.ts';
import type { Renderer } from './renderer.ts';
import type { View } from './view.ts';

/** Hides what must not be shown in a text, or in plain data. */
export interface Mask {
  readonly maskText: (text: string) => string;
  readonly maskData: (data: unknown) => unknown;
}

/** The renderer with every secret hidden in answers and failures, once there are any. Output of actions is masked where it is read. */
export function withMask(renderer: Renderer, findMask: () => Mask | undefined): Renderer {
  return {
    ...renderer,
    result(view) {
      const mask = findMask();
      return renderer.result(mask === undefined ? view : maskView(view, mask));
    },
    problem(problem) {
      const mask = findMask();
      return renderer.problem(mask === undefined || !isProblem(problem) ? problem : maskProblem(problem, mask));
    },
    event(event) {
      const mask = findMask();
      if (event.name !== 'run.warned' || mask === undefined) return renderer.event(event);
      return renderer.event({ ...event, problem: maskProblem(event.problem, mask) });
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
    cause,
    others: others.map((other) => maskProblem(other, mask)),
  });
}
