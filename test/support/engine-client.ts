import { createEngine } from '../../src/adapters/engine/index.ts';
import { isProblem } from '../../src/errors.ts';
import type { Job } from '../../src/run/index.ts';

// A process that does nothing but use the engine, to be killed or to run as somebody else.
const {
  env,
  job,
  stdinBytes = 0,
} = JSON.parse(process.argv[2] ?? '{}') as { env: Record<string, string>; job?: Job; stdinBytes?: number };
try {
  const engine = await createEngine({ env, uid: process.getuid?.() ?? 0, home: '/nonexistent' });
  if (job !== undefined) {
    await using running = await engine.start(job);
    running.stdout.pipe(process.stdout);
    running.stderr.pipe(process.stderr);
    running.stdin?.write(Buffer.alloc(stdinBytes));
    process.exitCode = await running.exit;
  }
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(
    isProblem(error) ? JSON.stringify({ code: error.code, message: error.message, hint: error.hint }) : String(error),
  );
}
