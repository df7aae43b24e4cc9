// The import rule of docs/architecture.md: look back, never out.
const stages = ['workspace', 'resolve', 'plan', 'run', 'record'];
const subjects = ['workflow', 'toolchain', 'migrate'];
const neutral = '^src/(errors|events|version)\\.ts$|^src/schema/';
const edges = '^src/(cli|ui|adapters)/';

const stageRules = stages.map((stage, at) => ({
  name: `${stage}-looks-back`,
  comment: `${stage} may import earlier stages through their index, the schema, events and errors`,
  severity: 'error',
  from: { path: `^src/${stage}/` },
  to: {
    path: '^src/',
    pathNot: [`^src/${stage}/`, neutral, ...stages.slice(0, at).map((earlier) => `^src/${earlier}/index\\.ts$`)],
  },
}));

module.exports = {
  forbidden: [
    ...stageRules,
    {
      name: 'subjects-use-stages',
      severity: 'error',
      from: { path: `^src/(${subjects.join('|')})/` },
      to: {
        path: '^src/',
        pathNot: [
          `^src/(${subjects.join('|')})/`,
          neutral,
          '^src/world\\.ts$',
          ...stages.map((stage) => `^src/${stage}/index\\.ts$`),
        ],
      },
    },
    {
      name: 'subjects-stay-apart',
      severity: 'error',
      from: { path: `^src/(${subjects.join('|')})/` },
      to: { path: `^src/(${subjects.join('|')})/`, pathNot: '^src/$1/' },
    },
    {
      name: 'schema-imports-nothing',
      severity: 'error',
      from: { path: '^src/schema/' },
      to: { path: '^src/', pathNot: '^src/schema/' },
    },
    {
      name: 'nothing-imports-an-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: [edges, '^src/(main|executable|start)\\.ts$'] },
      to: { path: edges },
    },
    {
      name: 'edges-meet-only-in-world',
      severity: 'error',
      from: { path: '^src/(cli|ui|adapters)/', pathNot: '^src/cli/world\\.ts$' },
      to: { path: edges, pathNot: '^src/$1/' },
    },
    {
      name: 'adapters-stay-apart',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'engine-library-behind-its-adapter',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/engine/' },
      to: { path: 'node_modules/(dockerode|docker-modem)' },
    },
    {
      name: 'tar-behind-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/(engine|bundle)/' },
      to: { path: 'node_modules/tar-stream' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
