import Docker from 'dockerode';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { buffer } from 'node:stream/consumers';
import { BASE_IMAGE } from '../engine.ts';

/** What comes before the answer to one request, by its path; true when it has answered itself. */
export type Disturbance = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A registry of this process that engines of this machine pull from, as the OCI distribution specification describes it. */
export interface Registry extends AsyncDisposable {
  /** Makes the base image of the tests available under a new name, with a layer of its own of so many bytes; answers the name. */
  publish(layerBytes?: number): Promise<{ readonly reference: string; readonly version: string }>;
  disturb(disturbance: Disturbance | undefined): void;
}

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/** Starts one with the layers of the base image, which the engine of this machine has already. */
export async function startRegistry(): Promise<Registry> {
  const { config, layers } = await readImage();
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, Buffer>();
  const keep = (bytes: Buffer): { readonly digest: string; readonly size: number } => {
    const digest = digestOf(bytes);
    blobs.set(digest, bytes);
    return { digest, size: bytes.length };
  };
  const below = layers.map(keep);
  let disturbance: Disturbance | undefined;
  const server = createServer((request, response) => {
    if (disturbance?.(request, response) === true) return;
    const { url = '' } = request;
    const [, kind, name = ''] = /^\/v2\/test\/(manifests|blobs)\/(.+)$/.exec(url) ?? [];
    const found = kind === 'manifests' ? manifests.get(name) : blobs.get(name);
    if (url === '/v2/') response.end('{}');
    else if (found === undefined) response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    else {
      const type = kind === 'manifests' ? MANIFEST : 'application/octet-stream';
      const headers = {
        'Content-Type': type,
        'Content-Length': found.length,
        'Docker-Content-Digest': digestOf(found),
      };
      response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : found);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let count = 0;
  return {
    async publish(layerBytes = 1_000) {
      count += 1;
      const version = `v${process.pid}-${count}`;
      const own = await layerOf(version, layerBytes);
      const rootfs = { ...config.rootfs, diff_ids: [...config.rootfs.diff_ids, digestOf(own)] };
      const made = keep(Buffer.from(JSON.stringify({ ...config, history: [], rootfs })));
      const layer = (each: object) => ({ mediaType: 'application/vnd.docker.image.rootfs.diff.tar', ...each });
      const manifest = {
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...made },
        layers: [...below, keep(own)].map(layer),
      };
      const bytes = Buffer.from(JSON.stringify(manifest));
      for (const name of [version, digestOf(bytes)]) manifests.set(name, bytes);
      return { reference: `127.0.0.1:${port}/test`, version };
    },
    disturb(next) {
      disturbance = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface ImageConfig {
  readonly rootfs: { readonly type: string; readonly diff_ids: readonly string[] };
}

/** The base image as `docker save` writes it. */
async function readImage(): Promise<{ readonly config: ImageConfig; readonly layers: readonly Buffer[] }> {
  const files = new Map<string, Buffer>();
  const tar = extract();
  tar.on('entry', (header, stream, next) => {
    void buffer(stream).then((bytes) => {
      files.set(header.name, bytes);
      next();
    });
  });
  await pipeline(await new Docker().getImage(BASE_IMAGE).get(), tar);
  const read = (name: string): Buffer => files.get(name) ?? Buffer.alloc(0);
  const [{ Config = '', Layers = [] } = {}] = JSON.parse(read('manifest.json').toString()) as {
    readonly Config?: string;
    readonly Layers?: readonly string[];
  }[];
  return { config: JSON.parse(read(Config).toString()) as ImageConfig, layers: Layers.map(read) };
}

/** A layer with one file in it that no other layer has. */
async function layerOf(content: string, bytes: number): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: 'layer', mode: 0o644, mtime: new Date(0) }, content.padEnd(bytes, '.'));
  tar.finalize();
  return buffer(tar);
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
