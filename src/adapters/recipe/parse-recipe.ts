import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import type { RecipeStep } from '../../plan/index.ts';

/** What COPY, ADD or a bind mount takes out of the context. */
export interface Source {
  /** With wildcards as Go's filepath.Match reads them; empty for all of it. */
  readonly pattern: string;
  /** Line of the instruction, from 1. */
  readonly line: number;
}

export interface ParsedRecipe {
  readonly sources: readonly Source[];
  readonly bases: readonly string[];
  readonly args: readonly string[];
  /** Ids of the build secrets it mounts. */
  readonly secrets: readonly string[];
  readonly steps: readonly RecipeStep[];
}

/** What a Dockerfile needs from outside. Which images variables stand for is known as far as its text and `buildArgs` tell it. */
export function parseRecipe(text: string, buildArgs: Readonly<Record<string, string>>): ParsedRecipe {
  const dockerfile = DockerfileParser.parse(text);
  const instructions = dockerfile.getInstructions();
  const args = dockerfile.getARGs().flatMap((arg) => arg.getProperty()?.getName() ?? []);
  const globals = new Map<string, string>();
  const stages = new Set(['scratch']);
  const bases: string[] = [];
  let isGlobal = true;
  const need = (written: string | undefined): void => {
    const image = expand(written ?? '', globals);
    // A number is a stage before this one, and what is still a variable only the builder can tell.
    if (image === '' || stages.has(image.toLowerCase()) || /^\d+$|\$/.test(image) || bases.includes(image)) return;
    bases.push(image);
  };
  for (const instruction of instructions) {
    const keyword = instruction.getKeyword();
    const [first = '', , stage] = instruction.getArguments().map((each) => each.getValue());
    if (keyword === 'ARG' && isGlobal) {
      const [, name = '', value = ''] = /^([^=]+)=?(.*)$/s.exec(first) ?? [];
      globals.set(name, buildArgs[name] ?? expand(unquote(value), globals));
    } else if (keyword === 'FROM') {
      isGlobal = false;
      need(first);
      if (stage !== undefined) stages.add(stage.toLowerCase());
    } else for (const flag of flagsOf(instruction)) need(/^--from=(.+)$/.exec(flag)?.[1] ?? mountOf(flag)?.['from']);
  }
  return {
    sources: instructions.flatMap(sourcesOf),
    bases,
    args,
    secrets: instructions.flatMap(secretsOf),
    steps: instructions.map(toStep),
  };
}

function toStep(instruction: Instruction): RecipeStep {
  const keyword = instruction.getKeyword();
  const words = instruction.getArguments().map((each) => each.getValue());
  const text = [keyword, ...words].join(' ');
  const stage = keyword === 'FROM' ? words[2] : undefined;
  return {
    keyword,
    line: instruction.getRange().start.line + 1,
    text: text.length > 60 ? `${text.slice(0, 59)}…` : text,
    ...(stage === undefined ? {} : { stage }),
  };
}

function sourcesOf(instruction: Instruction): readonly Source[] {
  const keyword = instruction.getKeyword();
  const flags = flagsOf(instruction);
  const line = instruction.getRange().start.line + 1;
  if (keyword === 'RUN') {
    const mounts = flags.map(mountOf).filter((mount) => mount !== undefined);
    return mounts
      .filter(({ type = 'bind', from }) => type === 'bind' && from === undefined)
      .map((mount) => ({ pattern: plain(mount['source'] ?? mount['src'] ?? ''), line }));
  }
  if ((keyword !== 'COPY' && keyword !== 'ADD') || flags.some((flag) => flag.startsWith('--from='))) return [];
  const written = instruction.getArguments().map((each) => each.getValue());
  const words = wordsOf(written);
  return words
    .slice(0, -1)
    .filter((word) => !word.startsWith('<<') && !/^(?:[a-z]+:\/\/|git@)/.test(word))
    .map((word) => ({ pattern: plain(word), line }));
}

/** The JSON form, or words; the text of here-documents comes after the target and is no source. */
function wordsOf(written: readonly string[]): readonly string[] {
  if (written[0]?.startsWith('[') === true) {
    try {
      return JSON.parse(written.join(' ')) as string[];
    } catch {
      return written;
    }
  }
  const documents = written.filter((word) => word.startsWith('<<')).length;
  const target = documents === 0 ? undefined : written.findIndex((word) => !word.startsWith('<<'));
  return target === undefined ? written : written.slice(0, target + 1);
}

/** As BuildKit reads `--mount=type=secret`: without an id it is the name of the file. */
function secretsOf(instruction: Instruction): readonly string[] {
  return flagsOf(instruction).flatMap((flag) => {
    const { type, id, ...mount } = mountOf(flag) ?? {};
    const target = mount['target'] ?? mount['dst'] ?? mount['destination'] ?? '';
    return type === 'secret' ? [id ?? target.slice(target.lastIndexOf('/') + 1)] : [];
  });
}

interface Flagged {
  getFlags(): { toString(): string }[];
}

function flagsOf(instruction: Instruction): readonly string[] {
  return 'getFlags' in instruction ? (instruction as unknown as Flagged).getFlags().map(String) : [];
}

function mountOf(flag: string): Readonly<Record<string, string>> | undefined {
  const [, options] = /^--mount=(.+)$/.exec(flag) ?? [];
  return options === undefined
    ? undefined
    : (Object.fromEntries(options.split(',').map((each) => each.split(/=(.*)/s))) as Record<string, string>);
}

/** Relative to the context, as every builder takes it; a variable may stand for anything. */
function plain(pattern: string): string {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const variable = parts.findIndex((part) => part.includes('$'));
  return (variable === -1 ? parts : parts.slice(0, variable)).join('/');
}

function expand(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g,
    (all, braced?: string, fallback?: string, bare?: string) => {
      const value = values.get(braced ?? bare ?? '');
      return value === undefined || value === '' ? (fallback ?? all) : value;
    },
  );
}

const unquote = (text: string): string => text.replace(/^(["'])(.*)\1$/s, '$2');
