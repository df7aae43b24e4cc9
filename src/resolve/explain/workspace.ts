import { type Path, placeOf, type SourceFile } from '../../workspace/index.ts';
import { mergeMaps, mergeWorkflows } from '../merge.ts';
import type { WorkspaceFile } from '../../schema/workspace.ts';
import { explain, type Explained, type Shape, type Source } from './explain.ts';

type Files = readonly SourceFile<WorkspaceFile>[];

/** What workspace.poly and secrets.poly say, from far to near, beside blocks and settings. */
export function workspaceAsWritten(files: Files): Partial<WorkspaceFile> {
  return files.map(withoutParts).reduce<Partial<WorkspaceFile>>(
    (far, near) => ({
      ...mergeMaps(far, near),
      ...(far.workflows === undefined && near.workflows === undefined
        ? {}
        : { workflows: mergeWorkflows(far.workflows, near.workflows) }),
    }),
    {},
  );
}

/** Every leaf of that, with where it is written and what it overrode. */
export function explainWorkspace(files: Files): Explained[] {
  const sources = files.map((file): Source => {
    return {
      value: withoutParts(file),
      confidential: file.confidential,
      originOf: (path: Path) => ({ place: placeOf(file, path, 'value') }),
    };
  });
  return explain(workspaceAsWritten(files), sources, WORKSPACE);
}

/** Blocks and settings have explanations of their own. */
function withoutParts({ value }: SourceFile<WorkspaceFile>): Partial<WorkspaceFile> {
  const { blocks: _blocks, config: _config, ...rest } = value;
  return rest;
}

const isWorkflows = (path: Path): boolean => path.length === 1 && path[0] === 'workflows';
const isSteps = (path: Path): boolean => path.length === 3 && path[0] === 'workflows' && path[2] === 'steps';

const WORKSPACE: Shape = {
  isNamedList: (path) => isWorkflows(path) || isSteps(path),
  isIdentity: (path) => path.at(-1) === 'name' && (isWorkflows(path.slice(0, -2)) || isSteps(path.slice(0, -2))),
};
