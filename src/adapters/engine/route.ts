import { Agent } from 'node:http';
import type { AgentOptions, RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem } from '../../errors.ts';
import type { SearchOptions } from './candidates.ts';
import type { Endpoint } from './endpoint.ts';

/** How node:http gets to an endpoint. */
export interface Route {
  /** For requests with connections of their own. */
  readonly options: RequestOptions;
  /** For all others; keeps its connections. */
  readonly agent: Agent;
  /** The engine's socket on its own machine, where that was looked up. */
  readonly socket?: { readonly path: string; readonly gid?: number };
}

/** Prepares the way to an endpoint: reads certificates, opens the tunnel of an ssh connection. Rejects with a Problem when that fails. */
export async function openRoute(endpoint: Endpoint, caller: Pick<SearchOptions, 'uid' | 'env'>): Promise<Route> {
  // An empty server name says that this is no TLS; else Node compiles its regular expression for IPv6 addresses to find out, for 4 ms.
  const settings = { keepAlive: true, ...{ servername: '' } };
  if (endpoint.kind === 'unix') return { options: { socketPath: endpoint.path }, agent: new Agent(settings) };
  if (endpoint.kind === 'ssh') {
    const { openTunnel } = await import('./ssh/index.ts');
    const { localSocket, socket } = await openTunnel(endpoint, caller);
    return { options: { socketPath: localSocket }, agent: new Agent(settings), socket };
  }
  const { host, port, tls } = endpoint;
  if (tls === undefined) return { options: { host, port }, agent: new Agent(settings) };
  const { prepareTls } = await import('./tls.ts');
  const createConnection = await prepareTls(endpoint, tls);
  return { options: { host, port, createConnection }, agent: new DialingAgent(settings, createConnection) };
}

const routes = new WeakMap<object, Route>();

/** Notes the way to an engine, for what is done beside its port. */
export function noteRoute<T extends object>(engine: T, route: Route): T {
  routes.set(engine, route);
  return engine;
}

/** The way to an engine that createEngine has made. */
export function routeOf(engine: object): Route {
  const route = routes.get(engine);
  if (route === undefined) throw new Problem('INTERNAL', 'only an engine of createEngine has a route');
  return route;
}

/** Keeps connections that are opened in a way of their own. */
class DialingAgent extends Agent {
  readonly #dial: () => Duplex;

  constructor(options: AgentOptions, dial: () => Duplex) {
    super(options);
    this.#dial = dial;
  }

  override createConnection(): Duplex {
    return this.#dial();
  }
}
