import { Problem, type Place } from '../errors.ts';
import type { ResolvedAction, ResolvedBlock } from '../resolve/index.ts';

interface Missing {
  readonly what: 'inventory' | 'kubeconfig';
  readonly wanted: ResolvedBlock;
  readonly source: ResolvedBlock;
  /** Relative to the workspace. */
  readonly file: string;
  readonly place: Place | undefined;
}

/** ARTIFACT_MISSING, naming the action that most likely writes the file. */
export function requireArtifact({ what, wanted, source, file, place }: Missing): Problem {
  const writer = likelyWriter(source, file);
  const hint =
    writer === undefined
      ? `let an action of ${source.name} write it to $ARTIFACTS/${baseName(file)}`
      : `polycrate run ${source.name} ${writer.name}`;
  return new Problem(
    'ARTIFACT_MISSING',
    `block "${wanted.name}" takes its ${what} from "${source.name}", but ${file} is not there yet`,
    {
      hint,
      places: place === undefined ? [] : [place],
    },
  );
}

/** The action whose script names the file; else one that sounds like it makes things; else the only one. */
function likelyWriter(block: ResolvedBlock, file: string): ResolvedAction | undefined {
  const name = baseName(file);
  const mentions = ({ run }: ResolvedAction): boolean =>
    run.kind === 'script' && run.items.some((item) => item.includes(name));
  return (
    block.actions.find(mentions) ??
    block.actions.find((action) => /^(provision|create|apply|install|up)$/.test(action.name)) ??
    (block.actions.length === 1 ? block.actions[0] : undefined)
  );
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
