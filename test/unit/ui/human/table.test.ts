import { describe, expect, test } from '@jest/globals';
import { table } from '../../../../src/ui/index.ts';
import { createStyle } from '../../../../src/ui/human/style.ts';
import { drawTable } from '../../../../src/ui/human/table.ts';

interface Row {
  readonly key: string;
  readonly value: string;
  readonly from: string;
}

const ROWS: readonly Row[] = [
  { key: 'config.image.reference', value: 'ghcr.io/polycrate/toolchain', from: 'workspace.poly:12:16' },
  { key: '', value: 'other', from: 'over default' },
  { key: 'template', value: '', from: 'default' },
];

const draw = (columns: number | undefined, whole = true): string[] =>
  drawTable(
    table<Row>({
      columns: [
        { title: 'key', value: ({ key }) => key, whole },
        { title: 'value', value: ({ value }) => value },
        { title: 'set by', value: ({ from }) => from, ...(whole ? { whole } : { fixed: true }) },
      ],
      rows: ROWS,
      empty: '',
    }),
    createStyle(false),
    columns,
  );

describe('a table with columns that are never cut', () => {
  test('shortens the others while they can be read', () => {
    expect(draw(60)[1]).toBe('config.image.reference  ghcr.io/polyc…  workspace.poly:12:16');
    expect(draw(60)).toHaveLength(4);
  });

  test('becomes a stack of rows where they could not, without what is empty', () => {
    expect(draw(40)).toEqual([
      'config.image.reference',
      '  value   ghcr.io/polycrate/toolchain',
      '  set by  workspace.poly:12:16',
      '  value   other',
      '  set by  over default',
      'template',
      '  set by  default',
    ]);
  });

  test('cuts only the others in the stack', () => {
    expect(draw(20).slice(0, 3)).toEqual([
      'config.image.reference',
      '  value   ghcr.io/p…',
      '  set by  workspace.poly:12:16',
    ]);
  });

  test('is whole where there is no terminal', () => {
    expect(draw(undefined)[1]).toBe('config.image.reference  ghcr.io/polycrate/toolchain  workspace.poly:12:16');
  });
});

describe('a table of fixed columns', () => {
  test('is stacked only where it does not fit otherwise', () => {
    expect(draw(36, false)[1]).toBe('confi…  ghcr.…  workspace.poly:12:16');
    expect(draw(36, false)).toHaveLength(4);
    expect(draw(24, false)[0]).toBe('config.image.reference');
  });
});
