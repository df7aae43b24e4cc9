import type { Colour } from './human/style.ts';

/**
 * One column of a table. On a narrow terminal `optional` columns are left out, last first; then all but `fixed` and `whole` ones are shortened. Where
 * even that does not fit, rows are stacked; they are so already where the others would be hard to read beside a `whole` one, which is never cut.
 */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | undefined;
  readonly colour?: (row: Row) => Colour | undefined;
  readonly fixed?: boolean;
  readonly whole?: boolean;
  readonly optional?: boolean;
}

export interface Cell {
  readonly text: string;
  readonly colour: Colour | undefined;
}

export interface TableView {
  readonly kind: 'table';
  readonly columns: readonly Required<Pick<Column<unknown>, 'title' | 'fixed' | 'whole' | 'optional'>>[];
  readonly cells: readonly (readonly Cell[])[];
  /** Told on stderr when there are no rows, so that stdout stays empty. */
  readonly empty: string;
  readonly data: unknown;
}

export interface DetailsView {
  readonly kind: 'details';
  readonly pairs: readonly (readonly [label: string, lines: readonly string[]])[];
  readonly data: unknown;
}

export interface TextView {
  readonly kind: 'text';
  /** A text of ours, shown with a newline at its end; or bytes as they come, shown untouched. */
  readonly text: string | AsyncIterable<Uint8Array | string>;
  readonly data: unknown;
  /** True for bytes in a format for programs: no CI system's command may stand between them. */
  readonly isDocument?: boolean;
  /** What `-o ndjson` writes in the place of `data`: these records, a line each, and then this as the result. */
  readonly records?: readonly (Readonly<Record<string, unknown>> & { readonly type: string })[];
  readonly summary?: unknown;
}

export interface PageView {
  readonly kind: 'page';
  readonly parts: readonly { readonly title: string | undefined; readonly view: View }[];
  readonly data: unknown;
}

/** An answer that events have already told a person; only `-o json|yaml` prints it. */
export interface ToldView {
  readonly kind: 'told';
  readonly data: unknown;
}

/** What a command answers: `data` for `-o json|yaml|ndjson`, the rest for people. */
export type View = TableView | DetailsView | TextView | PageView | ToldView;

/** A table of `rows`; as data the rows themselves unless `data` says otherwise. An undefined value shows as an empty cell. */
export function table<Row>(content: {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly empty: string;
  readonly data?: unknown;
}): TableView {
  const { columns, rows, empty } = content;
  return {
    kind: 'table',
    columns: columns.map(({ title, fixed = false, whole = false, optional = false }) => ({
      title,
      fixed,
      whole,
      optional,
    })),
    cells: rows.map((row) =>
      columns.map(({ value, colour }) => ({ text: String(value(row) ?? ''), colour: colour?.(row) })),
    ),
    empty,
    data: 'data' in content ? content.data : rows,
  };
}

/** Labels and values below each other. Pairs whose value is undefined or an empty list are left out; a list takes one line per item. */
export function details(
  pairs: readonly (readonly [label: string, value: string | number | boolean | readonly string[] | undefined])[],
  data: unknown,
): DetailsView {
  const lines = pairs.flatMap(([label, value]) => {
    const items = typeof value === 'object' ? value : value === undefined ? [] : String(value).split('\n');
    return items.length === 0 ? [] : [[label, items] as const];
  });
  return { kind: 'details', pairs: lines, data };
}

/** A text, or bytes as they arrive. */
export function text(content: TextView['text'], data: unknown): TextView {
  return { kind: 'text', text: content, data };
}

/** Several views below each other, each under its title if it has one. The data of the parts is ignored. */
export function page(parts: readonly (View | readonly [title: string, view: View])[], data: unknown): PageView {
  return {
    kind: 'page',
    parts: parts.map((part) => ('kind' in part ? { title: undefined, view: part } : { title: part[0], view: part[1] })),
    data,
  };
}

/** The answer of a command that people have followed through events, such as the Outcome of a run. */
export function told(data: unknown): ToldView {
  return { kind: 'told', data };
}
