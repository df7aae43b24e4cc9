// `npm run demo`: from a bare machine to Terraform → Ansible on two real hosts. `-- --keep` leaves the hosts for playing.
import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { prepare, root, run, say } from './prepare.mjs';

const keep = process.argv.includes('--keep');
const workspace = join(root, '.cache/demo/terraform-to-ansible');
const cli = join(root, 'dist/main.js');

// Nothing is to be left behind, not even what would make the next command faster.
process.env.POLYCRATE_CONTAINER_PARK = 'off';
process.env.XDG_CACHE_HOME = join(root, '.cache/demo-cache');

/** Shows a command as one would type it, then runs it in the demo's workspace; answers what it printed. */
async function type(...args) {
  if (stopped !== undefined) throw new Error(`ended by ${stopped}`);
  console.log(`\n$ polycrate ${args.join(' ')}`);
  return run(process.execPath, [cli, ...args], { cwd: workspace, kept: true });
}

/** A run that ended halfway may have left hosts; Terraform's state in the old workspace knows them. */
async function removeHosts() {
  await run(process.execPath, [cli, 'run', 'infrastructure', 'destroy', '--quiet'], {
    cwd: workspace,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

// Ctrl-C reaches the running command too, which ends; then the hosts are removed below, as after any failure.
let stopped;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopped = signal;
  });
}

let status = 0;
try {
  await prepare({ image: true });
  // An old workspace may be half a copy. What it cannot remove is replaced: each host takes the place of one of its name.
  if (existsSync(workspace))
    await removeHosts().catch((error) => say(`an earlier demo cannot be undone: ${error.message}`));
  await rm(workspace, { recursive: true, force: true });
  await cp(join(root, 'examples/terraform-to-ansible'), workspace, { recursive: true });
  say('a fresh copy of examples/terraform-to-ansible');

  await type('workflow', 'run', 'deploy');
  console.log('\nThe same playbook again changes nothing:');
  const again = await type('run', 'configure-servers', 'install');
  const recaps = [...again.matchAll(/^(\S+) +: ok=\d+ +changed=(\d+)/gm)];
  if (recaps.length !== 2 || recaps.some(([, , changed]) => changed !== '0')) {
    throw new Error('the second run of the playbook should have changed nothing on two hosts');
  }
  console.log('\nWhat it left on each host, over ssh:');
  await type('run', 'configure-servers', 'show');
  console.log('\nWhat happened, from the records:');
  await type('logs', 'list', '--steps');
} catch (error) {
  status = error.status ?? 1;
  console.error(`\nThe demo failed: ${error.message}`);
}
try {
  if (!existsSync(workspace)) {
    // Nothing was begun: the reason stands above.
  } else if (keep && status === 0) {
    console.log(`\nThe hosts stay. Play: cd ${workspace} && node ${cli} run configure-servers show`);
    console.log(`Remove them: cd ${workspace} && node ${cli} run infrastructure destroy`);
  } else {
    await removeHosts();
    say('hosts removed');
  }
} catch (error) {
  console.error(`Cleaning up failed: ${error.message}`);
  status ||= 1;
}
process.exitCode = status;
