import { below, placeOfPart, placeOfSpot, textOf, type Spot } from './spot.ts';
import { shorten, type Difference } from './difference.ts';
import { actionsOf, scriptOf, type OldAction } from './old-blocks.ts';
import { readExpressions, replacement, type LookUp } from './go-template.ts';
import { lookUpIn } from './look-up.ts';
import type { OldWorkspace } from './old-workspace.ts';
import { commandsOf, endsInBackground } from './shell-text.ts';

/** What changes the shell it runs in; an item of its own had no effect on the others. */
const OWN_SHELL = new Set(['cd', 'pushd', 'exit', 'exec', 'set', 'shopt', 'umask', 'trap', 'unset']);
/** Commands that go on until somebody ends them. */
const ENDLESS =
  /^(?:kubectl\b.*\b(?:port-forward|proxy)\b|(?:kubectl|docker)\b.*\blogs\b.*\s(?:-f|--follow)\b|tail\b.*\s-[A-Za-z]*[fF]|watch\s|ssh\b.*\s-[A-Za-z]*N|sleep\s+inf)/;

/** Scripts whose items relied on running at the same time or in shells of their own, and playbooks with arguments. */
export function findScripts({ blocks, top }: OldWorkspace): Difference[] {
  return blocks.flatMap(actionsOf).flatMap((action) => {
    const items = scriptOf(action);
    return [
      ...order(action, items),
      ...items.flatMap((item, at) => inItem(item, at === items.length - 1)),
      ...playbookWords(below(action.spot, 'playbook'), lookUpIn(action.block, top)),
      ...timeout(below(action.spot, 'config', 'timeout')),
    ];
  });
}

function order({ name }: OldAction, [first, ...others]: readonly Spot[]): Difference[] {
  if (first === undefined || others.length === 0) return [];
  const found = `${name}: ${String(others.length + 1)} items`;
  return [
    { rule: 'script-order', place: placeOfSpot(first), found, edit: 'none; write || true after an item that may fail' },
  ];
}

function inItem(item: Spot, isLast: boolean): Difference[] {
  const text = textOf(item) ?? '';
  const [first, ...others] = commandsOf(text);
  const place = placeOfSpot(item);
  const found = shorten(text);
  const differences: Difference[] = [];
  if (first !== undefined && !isLast && others.length === 0 && OWN_SHELL.has(first.word)) {
    differences.push({
      rule: 'script-shell',
      place,
      found,
      edit: first.word === 'exit' ? 'remove it' : `(${text.trim()}), or remove it`,
    });
  }
  if (endsInBackground(text)) {
    differences.push({ rule: 'script-background', place, found, edit: 'write wait as the last item of the script' });
  } else if (!isLast && ENDLESS.test(text.trim().slice(0, 500))) {
    differences.push({ rule: 'script-background', place, found, edit: `${shorten(text)} &` });
  }
  for (const { word, text: command } of [first, ...others].filter((each) => each !== undefined)) {
    if (!/^ansible(?:-playbook)?$/.test(word) || command.includes('SNAPSHOT') || !READS_SNAPSHOT.test(command))
      continue;
    const edit = `${word} -e "@$POLYCRATE_WORKSPACE_SNAPSHOT_JSON" ${shorten(command.slice(word.length))}`;
    differences.push({
      rule: 'script-ansible',
      place: placeOfPart(item, command).place,
      found: shorten(command),
      edit,
    });
  }
  return differences;
}

/** A playbook may read anything; an ad-hoc call says what it reads. */
const READS_SNAPSHOT = /^ansible-playbook\b|\b(?:block|workspace|action)\./;

function playbookWords(playbook: Spot | undefined, lookUp: LookUp): Difference[] {
  const text = textOf(playbook)?.trim() ?? '';
  // A template with blanks in it is one word.
  const bare = readExpressions(text).reduce((rest, { whole }) => rest.replace(whole, 'x'), text);
  const [path = '', ...args] = bare.split(/\s+/);
  if (playbook === undefined || args.length === 0 || !/\.ya?ml$/.test(path)) return [];
  const words = readExpressions(text).reduce((rest, { whole, inner }) => {
    return rest.replace(whole, () => replacement(inner, lookUp));
  }, text);
  const edit = `script: ansible-playbook -e "@$POLYCRATE_WORKSPACE_SNAPSHOT_JSON" ${words} "$@"`;
  return [{ rule: 'playbook-words', place: placeOfSpot(playbook), found: `playbook: ${text}`, edit }];
}

function timeout(spot: Spot | undefined): Difference[] {
  if (spot === undefined) return [];
  const found = `timeout: ${textOf(spot) ?? ''}`;
  return [
    {
      rule: 'timeout',
      place: placeOfSpot(spot, 'key'),
      found,
      edit: 'remove it, or write as many seconds as it may take',
    },
  ];
}
