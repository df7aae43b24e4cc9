/** What can happen to one request and its answer. */
export const CALL_FAULTS = {
  late: 'the answer comes more than a second late',
  'byte by byte': 'the answer comes one byte at a time',
  'cut before': 'the connection is cut before the engine has the request',
  'cut after': 'the engine has done it, and the connection is cut before the answer',
  'cut within': 'the connection is cut within the answer',
  'half-closed': 'the engine closes its side without an answer',
  'no HTTP': 'what comes is no HTTP',
  'no JSON': 'the answer is not what it says it is',
  'error 500': 'the engine answers with HTTP status 500',
  'silent before': 'the request never arrives, and nothing is answered',
  'silent after': 'the engine has done it, and nothing is answered',
} as const;

/** What can happen to a stream while the action runs. */
export const STREAM_FAULTS = {
  'byte by byte': 'from now on one byte at a time',
  cut: 'the connection is cut',
  'half-closed there': 'the engine closes its side',
  'half-closed here': 'the engine sees our side closed',
  garbage: 'bytes that belong to nobody come in between',
  silent: 'nothing comes or goes any more, and nothing says so',
} as const;

export type CallFault = keyof typeof CALL_FAULTS;
export type StreamFault = keyof typeof STREAM_FAULTS;

/** How the tool is used while it happens. */
export const KINDS = {
  run: 'polycrate run',
  workflow: 'polycrate workflow run, in its first step',
  ahead: 'polycrate workflow run, while the container of its second step is made ahead',
  terminal: 'polycrate run on a terminal',
  stdin: 'polycrate run of an interactive action with 300,000 bytes piped in',
  again: 'polycrate run a second time, when its container is begun before the program is loaded',
  parked: 'polycrate run with a parked container',
  copy: 'polycrate run, with two megabytes copied to the engine and back',
  pull: 'polycrate run of an image that is pulled from a registry first',
} as const;

export type Kind = keyof typeof KINDS;

/** One request of a use. */
export interface Call {
  readonly request: RegExp;
  readonly kinds: readonly Kind[];
  /** So many requests like it come before. */
  readonly spared?: number;
  /** Further requests follow on the same connection before this one is answered. */
  readonly pipelined?: true;
}

const everywhere: readonly Kind[] = ['run', 'workflow', 'terminal', 'stdin', 'ahead', 'again'];
const EXEC = /^POST \/exec\/\w+\/start/;

/** The requests of a run. */
export const CALLS = {
  'head start': { request: /^POST \/containers\/create/, kinds: ['again'], pipelined: true },
  // Of a head start it is the last request of all.
  ping: { request: /^GET \/_ping/, kinds: ['run', 'workflow', 'terminal', 'stdin', 'parked'] },
  info: { request: /^GET \/info/, kinds: ['run', 'terminal'] },
  'container create': {
    request: /^POST \/containers\/create/,
    kinds: ['run', 'workflow', 'terminal', 'stdin', 'ahead', 'parked'],
  },
  'container attach': { request: /^POST \/containers\/\w+\/attach/, kinds: [...everywhere, 'parked'] },
  'container wait': { request: /^POST \/containers\/\w+\/wait/, kinds: [...everywhere, 'parked'] },
  'container start': {
    request: /^POST \/containers\/\w+\/start/,
    kinds: ['run', 'workflow', 'terminal', 'stdin', 'ahead', 'parked'],
  },
  'look at a parked container': { request: /^GET \/containers\/\w+\/json/, kinds: ['parked'] },
  'image inspect': { request: /^GET \/images\/.+\/json/, kinds: ['run', 'workflow', 'terminal', 'stdin', 'parked'] },
  'image pull': { request: /^POST \/images\/create/, kinds: ['pull'] },
  'volume create': { request: /^POST \/volumes\/create/, kinds: ['copy'] },
  'container of the copy': { request: /^POST \/containers\/create\?name=polycrate-copy/, kinds: ['copy'] },
  'copying there': { request: EXEC, kinds: ['copy'] },
  'copying home': { request: EXEC, kinds: ['copy'], spared: 1 },
  'end of copying': { request: /^GET \/exec\/\w+\/json/, kinds: ['copy'], spared: 1 },
  'exec create': { request: /^POST \/containers\/\w+\/exec/, kinds: ['terminal', 'stdin'] },
  'exec start': { request: EXEC, kinds: ['terminal', 'stdin'] },
  'exec inspect': { request: /^GET \/exec\/\w+\/json/, kinds: ['terminal'] },
} as const satisfies Record<string, Call>;

const streaming: readonly Kind[] = ['run', 'workflow', 'stdin'];
/** Enough that the rest of the two megabytes is on its way still. */
const MIDST_BYTES = 300_000;

/** A stream is struck while the action runs; or, where it is over before or begins after that, when so many bytes have passed. */
interface Stream extends Call {
  readonly afterBytes?: number;
}

/** The connections that last as long as the action. */
export const STREAMS = {
  'output and lease': { request: CALLS['container attach'].request, kinds: [...streaming, 'again', 'parked'] },
  'lease of a terminal': { request: CALLS['container attach'].request, kinds: ['terminal'] },
  'end of the container': { request: CALLS['container wait'].request, kinds: [...streaming, 'terminal'] },
  screen: { request: CALLS['exec start'].request, kinds: ['terminal'] },
  'piped input': { request: CALLS['exec start'].request, kinds: ['stdin'] },
  pull: { request: CALLS['image pull'].request, kinds: ['pull'], afterBytes: 1 },
  'files on their way there': { request: EXEC, kinds: ['copy'], afterBytes: MIDST_BYTES },
  'files on their way home': { request: EXEC, kinds: ['copy'], spared: 1, afterBytes: MIDST_BYTES },
} as const satisfies Record<string, Stream>;

/** One fault at one place during one use. */
export type Cell =
  | { readonly kind: Kind; readonly call: keyof typeof CALLS; readonly fault: CallFault }
  | { readonly kind: Kind; readonly stream: keyof typeof STREAMS; readonly fault: StreamFault };

/** `run · container create · cut after`. */
export function nameOf(cell: Cell): string {
  return [cell.kind, 'call' in cell ? cell.call : cell.stream, cell.fault].join(' · ');
}

/** Every cell there is. */
export function listCells(): readonly Cell[] {
  return [...groupCells()].flat();
}

/**
 * A part of them in which every place meets every fault, with the uses taking turns; while copying, which takes two runs, every third, and
 * no megabytes one byte at a time, which take as long as the machine likes. Those with a parked container are tried by `npm run faults` alone.
 */
export function chooseCells(): readonly Cell[] {
  const chosen = [...groupCells()].map((group, index) => group[index % group.length]!);
  const tried = chosen.filter(({ kind }) => kind !== 'parked');
  return tried.filter(({ kind, fault }, index) => kind !== 'copy' || (index % 3 === 0 && fault !== 'byte by byte'));
}

/** The cells of each place and fault, one for each use. */
function* groupCells(): Generator<readonly Cell[]> {
  for (const [call, { kinds }] of entries(CALLS))
    for (const [fault] of entries(CALL_FAULTS)) yield kinds.map((kind) => ({ kind, call, fault }));
  for (const [stream, { kinds }] of entries(STREAMS)) {
    for (const [fault] of entries(STREAM_FAULTS)) {
      const seen = kinds.filter((kind) => !isBeyond(kind, stream, fault));
      if (seen.length > 0) yield seen.map((kind) => ({ kind, stream, fault }));
    }
  }
}

/** What nobody can see: somebody who types, or sends, may pause for as long as he likes, and bytes on a screen have no form. */
function isBeyond(kind: Kind, stream: keyof typeof STREAMS, fault: StreamFault): boolean {
  if (fault === 'silent') return kind === 'stdin' || stream === 'screen';
  return stream === 'screen' && fault === 'garbage';
}

function entries<Key extends string, Value>(table: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(table) as [Key, Value][];
}
