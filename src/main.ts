import { fileURLToPath } from 'node:url';
import { runCommandLine } from './cli/index.ts';

// The only place that ends the process: sockets kept alive for the next request must not hold it.
const status = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  directory: process.cwd(),
  packageRoot: fileURLToPath(new URL('..', import.meta.url)),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
process.exit(status);
