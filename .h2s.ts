import { parseFile } from './src/workspace/parse.ts';
import { checkFile } from './src/workspace/check.ts';
import { validateWorkspace } from './src/schema/generated/validators.js';
const M = 1<<20;
const cases: Record<string,string> = {
  brackets: 'a: ' + '['.repeat(3*M), braces: '{'.repeat(M), dashes: '- '.repeat(M), colons: ': '.repeat(M), keys: Array.from({length: 3e5}, (_, i) => `k${i}: 1`).join('\n'),
  items: 'blocks:\n' + Array.from({length: 1e5}, (_, i) => `- name: b${i}`).join('\n'), long: 'a: "' + 'x'.repeat(9*M) + '"', anchors: 'a: [' + Array.from({length: 5e4}, (_, i) => `&a${i} 1, *a${i}`).join(', ') + ']', q: '? '.repeat(M), tabs: '\t'.repeat(M), bangs: '!'.repeat(M), aliasuse: 'd: &d {x: 1, y: 2}\nl:\n' + Array.from({length:1e5}, () => '- <<: *d').join('\n'), quotes: '"'.repeat(M), nl: '\n'.repeat(9*M), amp: '&a '.repeat(3e5), indent: Array.from({length: 2000}, (_, i) => ' '.repeat(i) + 'a:').join('\n'),
};
for (const [n, t] of Object.entries(cases)) { const t0 = performance.now(); let r; try { const p = parseFile('/x', t); r = p.findings.length; if (!p.findings.some(f=>f.severity==='error') && !p.isEmpty) r += ' check ' + checkFile(p.source, validateWorkspace, 'workspace').length; } catch (e) { r = String(e).slice(0,100); } console.log(n, (performance.now()-t0).toFixed(0)+'ms', r, (process.memoryUsage().rss/M).toFixed(0)); }
