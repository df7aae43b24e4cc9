import type { Facts } from '../facts.ts';

/** What tools need to find their user and their language; nothing else of the caller's environment gets through, but for PATH, which the engine extends. */
const KEPT = ['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'XDG_RUNTIME_DIR'];
/** Set by the toolchain image itself. */
const KEPT_IN_TOOLCHAIN = ['ANSIBLE_CALLBACKS_ENABLED'];
/** How clients find the engine: in the place of its socket, where a block is granted that. */
const KEPT_FOR_ENGINE = ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'CONTAINER_HOST'];

/** The part of the caller's environment that an action without a container keeps; empty for one in a container. */
export function localEnvironment({ local, host }: Facts, grantsEngine: boolean): Record<string, string> {
  if (local === undefined) return {};
  const names = [
    ...KEPT,
    ...(local.inside === 'toolchain' ? KEPT_IN_TOOLCHAIN : []),
    ...(grantsEngine ? KEPT_FOR_ENGINE : []),
    ...Object.keys(host.env).filter((name) => /^LC_[A-Z]+$/.test(name)),
  ];
  const kept = names.map((name) => [name, host.env[name]] as const);
  return { HOME: host.home, ...Object.fromEntries(kept.flatMap(([name, value]) => (value ? [[name, value]] : []))) };
}
