import { type Path, placeOf, type SourceFile } from '../../workspace/index.ts';
import { mergeMaps, mergeWorkflows } from '../merge.ts';
import type { WorkspaceFile } from '../../schema/workspace.ts';
import { explain, type Explained, type Shape, type Source } from './explain.ts';

/** Every leaf of what workspace.poly and secrets.poly say beside blocks and settings, with where it is written and what it overrode. */
export function explainWorkspace(files: readonly SourceFile<WorkspaceFile>[]): Explained[] {
  const sources = files.map((file): Source => {
    const { blocks: _blocks, config: _config, ...value } = file.value;
    return {
      value,
      confidential: file.confidential,
      originOf: (path: Path) => ({ place: placeOf(file, path, 'value') }),
    };
  });
  const merged = files.reduce<Partial<WorkspaceFile>>(
    (far, { value: { blocks: _blocks, config: _config, ...near } }) => ({
      ...mergeMaps(far, near),
      ...(far.workflows === undefined && near.workflows === undefined
        ? {}
        : { workflows: mergeWorkflows(far.workflows, near.workflows) }),
    }),
    {},
  );
  return explain(merged, sources, WORKSPACE);
}

const isWorkflows = (path: Path): boolean => path.length === 1 && path[0] === 'workflows';
const isSteps = (path: Path): boolean => path.length === 3 && path[0] === 'workflows' && path[2] === 'steps';

const WORKSPACE: Shape = {
  isNamedList: (path) => isWorkflows(path) || isSteps(path),
  isIdentity: (path) =>
    path.at(-1) === 'name' && (isWorkflows(path.slice(0, -2)) || isSteps(path.slice(0, -2))),
};
