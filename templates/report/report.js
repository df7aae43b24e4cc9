'use strict';
// Searching, filtering, folding and links to lines. The page can be read without it, and it loads nothing.
(() => {
  const byId = (id) => document.getElementById(id);
  const output = byId('output');
  const find = byId('find');
  const found = byId('found');
  for (const part of document.querySelectorAll('.needs-script')) part.hidden = false;

  // Times in the reader's own zone.
  for (const time of document.querySelectorAll('time[datetime]')) {
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    time.title = time.textContent;
    time.textContent = date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  }

  let lines;
  let texts;
  const readLines = () => {
    lines ??= Array.from(output.getElementsByClassName('l'));
    texts ??= lines.map((line) => line.textContent.toLowerCase());
  };
  const isShown = (line) => {
    if (output.classList.contains('only-stdout')) return !line.classList.contains('e');
    return !output.classList.contains('only-stderr') || line.classList.contains('e');
  };

  const reveal = (line, block = 'center') => {
    for (let at = line.parentElement; at !== null && at !== output; at = at.parentElement) {
      if (at.tagName === 'DETAILS' && !(line.parentElement === at.firstElementChild && at === line.closest('details')))
        at.open = true;
    }
    // What has not been laid out yet has only an estimated place: the second call corrects it.
    line.scrollIntoView({ block, behavior: 'instant' });
    requestAnimationFrame(() => line.scrollIntoView({ block, behavior: 'instant' }));
  };

  // Search. Exact places are marked where the browser can do so without changing the page.
  const MARKED = 5000;
  let hits = [];
  let current = -1;
  const rangesIn = (line, wanted) => {
    const ranges = [];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.data.toLowerCase();
      for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, Math.min(node.length, at + wanted.length));
        ranges.push(range);
      }
    }
    return ranges;
  };
  const mark = (wanted) => {
    if (!('highlights' in CSS)) return;
    CSS.highlights.delete('found');
    if (wanted === '') return;
    const near = hits.slice(Math.max(0, current - MARKED / 2), Math.max(0, current) + MARKED / 2);
    CSS.highlights.set('found', new Highlight(...near.flatMap((line) => rangesIn(line, wanted))));
  };
  const tell = () => {
    if (find.value === '') found.textContent = '';
    else if (hits.length === 0) found.textContent = 'no match';
    else found.textContent = `${(current + 1).toLocaleString('en')} of ${hits.length.toLocaleString('en')}`;
  };
  const go = (to) => {
    hits[current]?.classList.remove('now');
    if (hits.length === 0) return tell();
    current = (to + hits.length) % hits.length;
    hits[current].classList.add('now');
    reveal(hits[current]);
    tell();
  };
  const search = () => {
    readLines();
    for (const line of hits) line.classList.remove('hit', 'now');
    const wanted = find.value.toLowerCase();
    hits = wanted === '' ? [] : lines.filter((line, at) => texts[at].includes(wanted) && isShown(line));
    for (const line of hits) line.classList.add('hit');
    current = -1;
    mark(wanted);
    const top = hits.findIndex((line) => line.getBoundingClientRect().top > 0);
    if (hits.length > 0) go(Math.max(0, top));
    else tell();
  };
  let timer;
  find.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, 150);
  });
  find.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      find.value = '';
      search();
      find.blur();
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(current + (event.shiftKey ? -1 : 1));
  });
  byId('next').addEventListener('click', () => go(current + 1));
  byId('previous').addEventListener('click', () => go(current - 1));

  for (const choice of document.querySelectorAll('input[name=stream]')) {
    choice.addEventListener('change', () => {
      output.classList.remove('only-stdout', 'only-stderr');
      if (choice.value !== 'all') output.classList.add(`only-${choice.value}`);
      if (find.value !== '') search();
    });
  }
  const wrap = byId('wrap');
  wrap.addEventListener('click', () => {
    const isNarrow = output.classList.toggle('nowrap');
    wrap.setAttribute('aria-pressed', String(!isNarrow));
  });
  const fold = byId('fold');
  const folds = Array.from(output.querySelectorAll('details.step, details.part'));
  fold.hidden = folds.length === 0;
  const tellFold = () => {
    fold.textContent = folds.some((each) => each.open) ? 'Fold all' : 'Unfold all';
  };
  fold.addEventListener('click', () => {
    const open = !folds.some((each) => each.open);
    for (const each of folds) each.open = open;
    tellFold();
  });
  for (const each of folds) each.addEventListener('toggle', tellFold);
  tellFold();

  // Links to lines: #L120, #L120-L140. A click on a number or a time picks a line, with Shift a range.
  let picked = [];
  const named = (hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      // Typed by hand: a lone percent sign names nothing.
      return null;
    }
  };
  const pick = (hash, { scroll }) => {
    for (const line of picked) line.classList.remove('picked');
    picked = [];
    const [, from, to = from] = /^#L(\d+)(?:-L(\d+))?$/.exec(hash) ?? [];
    if (from === undefined) {
      const step = hash.length > 1 ? named(hash) : null;
      if (step?.tagName === 'DETAILS') step.open = true;
      return;
    }
    for (let number = Number(from); number <= Math.min(Number(to), Number(from) + 10000); number += 1) {
      const line = byId(`L${number}`);
      if (line !== null) picked.push(line);
    }
    for (const line of picked) line.classList.add('picked');
    if (picked.length > 0 && scroll) reveal(picked[0]);
  };
  addEventListener('hashchange', () => pick(location.hash, { scroll: true }));
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#L"]');
    if (link !== null && link !== undefined && link.hash === location.hash) pick(link.hash, { scroll: true });
    const line = event.target.closest?.('.l');
    if (line === null || line === undefined || event.target !== line) return;
    const gutter = Number.parseFloat(getComputedStyle(line).paddingLeft);
    if (event.clientX - line.getBoundingClientRect().left > gutter) return;
    event.preventDefault();
    const [first] = picked;
    const isRange = event.shiftKey && first !== undefined;
    const numbers = (isRange ? [first, line] : [line]).map((each) => Number(each.dataset.n)).sort((a, b) => a - b);
    const hash = `#${numbers.map((number) => `L${number}`).join('-')}`;
    history.replaceState(null, '', hash);
    pick(hash, { scroll: false });
  });
  if (location.hash !== '') pick(location.hash, { scroll: true });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName))
      return;
    const actions = {
      '/': () => find.focus(),
      n: () => go(current + 1),
      p: () => go(current - 1),
      N: () => go(current - 1),
      e: () => byId('first-error')?.click(),
      w: () => wrap.click(),
      f: () => fold.click(),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });

  // On paper nothing can be unfolded.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = folds.filter((each) => !each.open);
    for (const each of folded) each.open = true;
  });
  addEventListener('afterprint', () => {
    for (const each of folded) each.open = false;
  });
})();
