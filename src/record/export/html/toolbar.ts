import type { Survey } from './survey.ts';

/** Search, filters and jumps. All but the jump need the script, which shows them. */
export function toolbarHtml({ sections, firstError }: Survey): string {
  const lines = sections.reduce((sum, each) => sum + each.lines, 0);
  const errors = sections.reduce((sum, each) => sum + each.stderrLines, 0);
  const jump =
    firstError === undefined
      ? ''
      : `<a class="button" id="first-error" href="#L${String(firstError)}" title="Key e">First error</a>\n`;
  const streams = ['all', 'stdout', 'stderr'].map(
    (name) =>
      `<label><input type="radio" name="stream" value="${name}"${name === 'all' ? ' checked' : ''}> ${name}</label>`,
  );
  const filter = `<fieldset class="streams"><legend class="hidden">Lines of</legend>${streams.join('')}</fieldset>\n`;
  return `<div class="toolbar" role="search" aria-label="Output">
<h2 class="hidden">Output</h2>
<div class="needs-script find" hidden><label class="hidden" for="find">Search the output</label><input id="find" type="search" placeholder="Search" autocomplete="off" spellcheck="false" aria-keyshortcuts="/" aria-describedby="found"><output id="found" for="find" aria-live="polite"></output><button type="button" id="previous" aria-label="Previous match" title="Previous match (Shift+Enter, p)">↑</button><button type="button" id="next" aria-label="Next match" title="Next match (Enter, n)">↓</button></div>
${jump}<div class="needs-script switches" hidden>${errors === 0 ? '' : filter}<button type="button" id="wrap" aria-pressed="true" title="Key w">Wrap</button><button type="button" id="fold" title="Key f">Fold all</button></div>
<span class="count">${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'}</span>
</div>
`;
}
