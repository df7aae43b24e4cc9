import { loadWorkspace } from './src/workspace/index.ts';
import { resolveWorkspace } from './src/resolve/index.ts';
import { createFiles } from './src/adapters/disk/files.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
for (const [n, layout] of [[20,'files'],[1000,'files'],[1000,'inline']] as const) {
  const d = `/tmp/big-${n}-${layout}`; mkdirSync(d + '/blocks', { recursive: true });
  const body = (i: number, ind: string) => `name: block-${i}\nversion: 1.0.0\nkind: generic\n${i % 3 ? `from: block-${i - (i % 3)}\n` : ''}config:\n  a: {x: 1, y: [1,2,3]}\n  b: text\nactions:\n` + [1,2,3,4,5].map(k => `  - name: action-${k}\n    script:\n      - echo ${k}\n      - echo b\n`).join('');
  let main = 'name: big\n';
  if (layout === 'inline') { main += 'blocks:\n'; for (let i=0;i<n;i++) main += body(i,'').split('\n').map((l,j)=> l && (j? '    ':'  - ') + l).join('\n'); }
  else for (let i=0;i<n;i++) { mkdirSync(`${d}/blocks/b${i}`, {recursive:true}); writeFileSync(`${d}/blocks/b${i}/block.poly`, body(i,'')); }
  writeFileSync(d + '/workspace.poly', main);
  for (let r=0;r<2;r++) { const t0 = performance.now(); const w = await loadWorkspace(d, createFiles()); const t1 = performance.now(); const x = resolveWorkspace(w, {version:'1'}); const t2 = performance.now(); console.log(n, layout, 'load', (t1-t0).toFixed(0), 'resolve', (t2-t1).toFixed(0), x.blocks.length); }
}
