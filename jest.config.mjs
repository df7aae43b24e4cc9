import { join } from 'node:path';

// What the command line remembers is shared by the tests of a run, and none of it lands in the home of whoever runs them.
process.env.XDG_CACHE_HOME = join(import.meta.dirname, '.cache/tests');

const swc = [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  },
];

const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': swc },
  testEnvironment: 'node',
  setupFilesAfterEnv: ['<rootDir>/test/support/strict.ts'],
  ...extra,
});

export default {
  projects: ['unit', 'contract', 'scenario', 'e2e', 'fault'].map((name) => project(name)),
};
