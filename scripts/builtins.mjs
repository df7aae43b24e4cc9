// How the bundle gets at Node's own modules. As esbuild writes it, each of some 250 importing files asks for its modules anew and copies all
// their names, and modules that a command never uses are compiled at its start: a tenth of the time of a short command.
import { builtinModules, createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Loaded with the first call of one of their functions. Of these, nothing but functions may be imported by the bundle's modules. */
const LATE = [
  'child_process',
  'dns',
  'dns/promises',
  'http2',
  'https',
  'readline',
  'readline/promises',
  'tls',
  'worker_threads',
  'zlib',
];

const nameOf = (path) => path.replace(/^node:/, '');
const isName = (key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default';

/** For `import`: each name bound once for the whole bundle; names that nobody imports are dropped with the annotation's help. */
function asModule(name) {
  const real = require(name);
  const isLate = LATE.includes(name);
  const lines = Object.keys(real)
    .filter(isName)
    .map((key) => {
      const isFunction = isLate && typeof Object.getOwnPropertyDescriptor(real, key).value === 'function';
      const value = isFunction ? `late(${JSON.stringify(key)})` : `(() => builtin().${key})()`;
      return `const $${key} = /* @__PURE__ */ ${value}; export { $${key} as ${key} };`;
    });
  const late = `
    const custom = Symbol.for('nodejs.util.promisify.custom');
    const late = (key) => {
      const call = function (...given) {
        const real = builtin()[key];
        return new.target === undefined ? real.apply(this, given) : Reflect.construct(real, given, new.target);
      };
      return Object.defineProperty(call, custom, { get: () => builtin()[key][custom] });
    };`;
  return [
    `const builtin = () => require(${JSON.stringify(`node:${name}`)});`,
    ...(isLate ? [late] : []),
    ...lines,
    'const all = /* @__PURE__ */ (() => builtin())(); export default all;',
  ].join('\n');
}

/** For `require`, as libraries write it: one object for all of them, each name looked up when it is used. */
function asLateObject(name) {
  const names = Object.keys(require(name)).filter(isName);
  return [
    `const names = ${JSON.stringify(names)};`,
    `for (const key of names) Object.defineProperty(exports, key, { enumerable: true, configurable: true, get: () => require(${JSON.stringify(`node:${name}`)})[key], set(value) { Object.defineProperty(this, key, { value, enumerable: true, configurable: true, writable: true }); } });`,
  ].join('\n');
}

/** The esbuild plugin. */
export const sparingBuiltins = {
  name: 'sparing-builtins',
  setup(bundle) {
    const known = new Set(builtinModules.filter((name) => !name.startsWith('_')));
    bundle.onResolve({ filter: /^(node:)?[a-z_0-9/]+$/ }, ({ path, kind, namespace }) => {
      const name = nameOf(path);
      if (!known.has(name) || namespace.startsWith('builtin')) return undefined;
      if (kind === 'require-call') return LATE.includes(name) ? { path: name, namespace: 'builtin-object' } : undefined;
      return kind === 'import-statement' ? { path: name, namespace: 'builtin-module', sideEffects: false } : undefined;
    });
    bundle.onLoad({ filter: /.*/, namespace: 'builtin-module' }, ({ path }) => ({ contents: asModule(path) }));
    bundle.onLoad({ filter: /.*/, namespace: 'builtin-object' }, ({ path }) => ({ contents: asLateObject(path) }));
  },
};
