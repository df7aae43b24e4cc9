// A workspace of a thousand blocks: what reading, resolving and listing it costs against node and the yaml library alone.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { median, time, turns } from './measure.mjs';

const NODE = [process.execPath, '-e', '0'];
const ms = (value) => `${value.toFixed(0)} ms`;

/** `count` blocks of ten actions, one file each, a fifth of them inheriting over three levels; `records` old transactions. */
export function writeThousand(directory, { count, records }) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'workspace.poly'), 'name: thousand\norganization: bench\n');
  for (let at = 0; at < count; at += 1) {
    const folder = join(directory, `blocks/team${at % 10}/block${at}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'block.poly'), blockFile(at, at > 0 && at <= count / 5));
  }
  for (let at = 0; at < records; at += 1) {
    const folder = join(directory, `.logs/2026-0${(at % 9) + 1}-1${at % 10}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${at.toString(16).padStart(8, '0')}.yml`), 'transaction: old\nstate: succeeded\n');
  }
}

function blockFile(at, inherits) {
  const actions = Array.from({ length: 10 }, (_, number) => [
    `  - name: action-${number}`,
    `    description: Does thing ${number}`,
    '    script:',
    `      - echo "block ${at} action ${number}"`,
  ]);
  return [
    `name: block${at}`,
    ...(inherits ? [`from: block${at % 3 === 1 ? 0 : at - 1}`] : []),
    ...['kind: generic', `version: 1.0.${at}`, `description: Block number ${at} of the bench`],
    ...['labels:', `  team: team-${at % 7}`, `  tier: "${at % 3}"`],
    ...['config:', `  image: registry.example.com/app-${at}`, `  replicas: ${at % 9}`],
    ...['  ingress:', '    enabled: true', `    host: app-${at}.example.com`],
    ...['  env:', '    - LOG=debug', '    - REGION=eu', 'actions:', ...actions.flat(), ''],
  ].join('\n');
}

/** The least a tool in one thread can do: start node, read the files, parse them with the yaml library. */
function floor(root, directory) {
  const yaml = createRequire(join(root, 'package.json')).resolve('yaml');
  const code = `const{readdirSync,readFileSync}=require('fs'),{parse}=require(${JSON.stringify(yaml)}),r=${JSON.stringify(`${directory}/blocks`)};
for(const f of readdirSync(r,{recursive:true}))if(f.endsWith('block.poly'))parse(readFileSync(r+'/'+f,'utf8'))`;
  return [process.execPath, '-e', code];
}

/** Lists and plans in the large workspace. */
export async function thousandBlocks({ root, cli, scratch, runs }) {
  const large = join(scratch, 'thousand');
  const fresh = join(scratch, 'thousand-without-records');
  const small = join(scratch, 'hundred');
  writeThousand(large, { count: 1000, records: 10_000 });
  writeThousand(fresh, { count: 1000, records: 0 });
  writeThousand(small, { count: 100, records: 0 });
  try {
    const list = [...cli, 'block', 'list', '-o', 'json'];
    const at = (folder, command) => ['env', '-C', folder, ...command];
    const cold = (folder) => at(folder, ['env', 'POLYCRATE_CODE_CACHE=off', 'XDG_CACHE_HOME=/nonexistent', ...list]);
    const commands = [
      ...[NODE, floor(root, large), cold(large), at(large, list), at(large, [...cli, 'plan', 'block700', 'action-3'])],
      ...[at(fresh, list), at(small, list), cold(small), cold(fresh)],
    ];
    const [node, least, first, again, plan, without, hundred, hundredCold, thousandCold] = (
      await turns(commands, Math.min(runs, 15))
    ).map(median);
    const { peakMib } = await time(list, { cwd: large, env: { XDG_CACHE_HOME: '/nonexistent' } });
    const row = (what, against, must, found, ok) => ({ what, against, must, found, ok });
    const yaml = `node and \`yaml\` alone (${ms(least)})`;
    const change = again / without - 1;
    // What starting costs does not grow; the rest may grow as the blocks do.
    const growth = (thousandCold - node) / (hundredCold - node);
    return [
      row(
        '`block list -o json`, 1,000 blocks, the first time',
        yaml,
        '≤ 1.3 ×',
        `${(first / least).toFixed(2)} × (${ms(first)})`,
        first <= 1.3 * least,
      ),
      row(
        'the same when nothing has changed',
        yaml,
        '< 0.5 ×',
        `${(again / least).toFixed(2)} × (${ms(again)})`,
        again < 0.5 * least,
      ),
      row('memory of the first', '–', '≤ 250 MiB', `${peakMib.toFixed(0)} MiB`, peakMib <= 250),
      row(
        '10,000 old records beside them',
        'none',
        '± 5 %',
        `${(change * 100).toFixed(1)} %`,
        Math.abs(change) <= 0.05,
      ),
      row(
        '1,000 blocks, the first time, minus `node -e 0`',
        '100 blocks',
        '≤ 10 ×',
        `${growth.toFixed(1)} ×`,
        growth <= 10,
      ),
      row(
        '`plan` of one action of the 1,000 blocks',
        '`node -e 0`',
        '≤ +250 ms',
        `+${ms(plan - node)}`,
        plan - node <= 250,
      ),
      row('`block list -o json`, 100 blocks', '`node -e 0`', '–', `+${ms(hundred - node)}`, true),
    ];
  } finally {
    for (const folder of [large, fresh, small]) rmSync(folder, { recursive: true, force: true });
  }
}
