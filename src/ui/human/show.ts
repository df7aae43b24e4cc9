import type { Sink } from '../sink.ts';
import type { DetailsView, View } from '../view.ts';
import type { Style } from './style.ts';
import { drawTable } from './table.ts';
import { makeVisible } from './visible.ts';
import { measureWidth } from './width.ts';

/** Prints a view for people on `sink`; returns what to tell beside it, such as that a list is empty. */
export async function showView(view: View, sink: Sink, style: Style): Promise<string | undefined> {
  switch (view.kind) {
    case 'table':
      if (view.cells.length === 0) return view.empty;
      await print(drawTable(view, style, sink.columns), sink);
      return undefined;
    case 'details':
      await print(drawDetails(view, style), sink);
      return undefined;
    case 'text':
      await copy(view.text, sink);
      return undefined;
    case 'page':
      for (const [index, { title, view: part }] of view.parts.entries()) {
        if (index > 0) await sink.write('\n');
        if (title !== undefined) await print([style(makeVisible(title), 'bold')], sink);
        const note = await showView(part, sink, style);
        if (note !== undefined) await print([style(makeVisible(note), 'dim')], sink);
      }
      return undefined;
    case 'told':
      return undefined;
    default:
      return view satisfies never;
  }
}

function drawDetails({ pairs }: DetailsView, style: Style): string[] {
  const width = Math.max(0, ...pairs.map(([label]) => measureWidth(label)));
  return pairs.flatMap(([label, values]) =>
    values.map((value, index) => {
      const shown = index === 0 ? label : '';
      return `${style(shown, 'dim')}${' '.repeat(width - measureWidth(shown) + 2)}${makeVisible(value)}`.trimEnd();
    }),
  );
}

async function copy(text: string | AsyncIterable<Uint8Array | string>, sink: Sink): Promise<void> {
  if (typeof text === 'string') {
    const shown = makeVisible(text, '\n\t');
    await sink.write(shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`);
    return;
  }
  for await (const chunk of text) await sink.write(chunk);
}

async function print(lines: readonly string[], sink: Sink): Promise<void> {
  await sink.write(lines.map((line) => `${line}\n`).join(''));
}
