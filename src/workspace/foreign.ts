import { isPlainMap } from './map.ts';

type Advice = Readonly<Record<string, string>>;

/** Advice for several keys; `=key` stands for what they are called here. */
const all = (words: string, advice: string): Advice =>
  Object.fromEntries(words.split(' ').map((word) => [word, advice]));

const SCRIPT = 'run command cmd commands shell bash exec execute entrypoint';
const FAILURE = 'continue_on_error ignore_errors ignore_error ignore_failure';
const ORDER = 'depends_on dependson needs requires dependencies';
const VALUES = 'values vars variables parameters params settings options';
const CONFIRM = all('confirm confirmation ask', 'rename it to prompt, and write the question below it, as "message"');
const OUTSIDE = all('engine loglevel', 'remove it; it belongs into ~/.polycrate/polycrate.yml');
const IMAGE = 'remove it; the image of all actions is chosen below "config" in workspace.poly';
const MOUNTS = 'mounts mount volumes volume';

/** What keys that people know from other tools are called here, by the noun of what they stand in. */
const FOREIGN: Readonly<Record<string, Advice>> = {
  action: {
    ...all(SCRIPT, '=script'),
    ...all('environment environments vars variables', '=env'),
    ...all(
      'cwd workdir working_dir working_directory chdir dir',
      'remove it, and begin "script" with cd and the folder',
    ),
    ...all('image container', IMAGE),
    ...all(FAILURE, 'remove it, and write allow_failure: true in the step of a workflow that runs the action'),
    ...all(ORDER, 'remove it; the steps of a workflow say what runs after what'),
    ...all(MOUNTS, 'remove it, and list it below "extramounts" in workspace.poly'),
    ...CONFIRM,
  },
  block: {
    ...all(VALUES, '=config'),
    ...all('inherits inherit extends parent base inherits_from', '=from'),
    ...all(ORDER, 'remove it; the steps of a workflow say what runs after what'),
    ...all(`${MOUNTS} extramounts`, 'remove it, and list it below "extramounts" in workspace.poly'),
    ...all('environment extraenv', 'move it into its actions, as "env"'),
    ...all(SCRIPT, 'move it into an action below "actions", as "script"'),
    ...all('image', IMAGE),
    ...all('tasks commands verbs', '=actions'),
  },
  workspace: {
    ...all('env environment environments', '=extraenv'),
    ...all(MOUNTS, '=extramounts'),
    ...all('secrets secret', 'move what is below it into secrets.poly, a file beside this one'),
    ...all(VALUES, 'move it below "config", as "globals"'),
    ...all('pipelines jobs', '=workflows'),
    ...OUTSIDE,
  },
  step: {
    ...all(FAILURE, '=allow_failure'),
    ...all('on_failure', 'remove it, and write when: failure in the step that is to run then'),
    ...all('always on_success', 'remove it, and write when: always or when: success'),
    ...all('depends_on dependson requires', '=needs'),
    ...all(SCRIPT, 'move it into an action of a block, and name that here: block: …, action: …'),
    ...CONFIRM,
  },
  workflow: { ...all('jobs tasks stages actions', '=steps'), ...all(FAILURE, '=allow_failure'), ...CONFIRM },
  prompt: all('msg text question confirm title', '=message'),
  config: OUTSIDE,
  'settings file': all('config', 'write what is below it without "config" around it'),
};

/** What the key `key` of another tool is called here, where it has a counterpart in a `noun`. */
export function foreignName(key: string, noun: string): string | undefined {
  const advice = adviceFor(key, noun);
  return advice?.startsWith('=') === true ? advice.slice(1) : undefined;
}

/** The advice for a key that people know from other tools, or undefined; `data` is the map it stands in, which is a `noun`. */
export function foreignAdvice(key: string, noun: string, data: unknown): string | undefined {
  const name = foreignName(key, noun);
  if (name === undefined) return adviceFor(key, noun);
  const [taken, value] = isPlainMap(data) ? [Object.hasOwn(data, name), data[key]] : [false, undefined];
  if (taken) return `move what is below it into "${name}"`;
  const form = LISTS[name];
  return form !== undefined && !Array.isArray(value)
    ? `rename it to ${name}, and make a list of ${form} of it`
    : `did you mean "${name}"?`;
}

const LISTS: Readonly<Record<string, string>> = { extraenv: 'KEY=value', extramounts: 'host:container' };

function adviceFor(key: string, noun: string): string | undefined {
  const advice = Object.hasOwn(FOREIGN, noun) ? (FOREIGN[noun] ?? {}) : {};
  const word = key.toLowerCase().replaceAll('-', '_');
  return Object.hasOwn(advice, word) ? advice[word] : undefined;
}
