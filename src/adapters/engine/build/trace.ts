import { PbfReader } from 'pbf';

/** A build step as BuildKit tells of it; times in milliseconds since 1970. */
export interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly cached: boolean;
  readonly started: number | undefined;
  readonly completed: number | undefined;
  readonly error: string;
}

export interface VertexLog {
  readonly vertex: string;
  readonly text: string;
}

interface Trace {
  readonly vertexes: readonly Vertex[];
  readonly logs: readonly VertexLog[];
}

/** Reads one `moby.buildkit.trace` message: a StatusResponse of BuildKit's api/services/control/control.proto. */
export function readTrace(bytes: Uint8Array): Trace {
  const vertexes: Vertex[] = [];
  const logs: VertexLog[] = [];
  new PbfReader(bytes).readFields((field, _none, reader) => {
    if (field === 1) vertexes.push(readVertex(reader));
    else if (field === 3) logs.push(readLog(reader));
  }, undefined);
  return { vertexes, logs };
}

function readVertex(reader: PbfReader): Vertex {
  const found = { digest: '', name: '', cached: false, started: undefined, completed: undefined, error: '' };
  return reader.readMessage((field, vertex: { -readonly [K in keyof Vertex]: Vertex[K] }) => {
    if (field === 1) vertex.digest = reader.readString();
    else if (field === 3) vertex.name = reader.readString();
    else if (field === 4) vertex.cached = reader.readBoolean();
    else if (field === 5) vertex.started = readTime(reader);
    else if (field === 6) vertex.completed = readTime(reader);
    else if (field === 7) vertex.error = reader.readString();
  }, found);
}

function readLog(reader: PbfReader): VertexLog {
  return reader.readMessage(
    (field, log: { vertex: string; text: string }) => {
      if (field === 1) log.vertex = reader.readString();
      else if (field === 4) log.text = Buffer.from(reader.readBytes()).toString('utf8');
    },
    { vertex: '', text: '' },
  );
}

/** google.protobuf.Timestamp. */
function readTime(reader: PbfReader): number {
  const { seconds, nanos } = reader.readMessage(
    (field, time: { seconds: number; nanos: number }) => {
      if (field === 1) time.seconds = reader.readVarint(true);
      else if (field === 2) time.nanos = reader.readVarint();
    },
    { seconds: 0, nanos: 0 },
  );
  return seconds * 1000 + nanos / 1e6;
}
