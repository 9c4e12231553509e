import { type Colour, paint } from './colour.ts';

/** One column of a table. */
export interface Column<Row> {
  title: string;
  /** `undefined` is an empty cell. */
  value: (row: Row) => string | number | undefined;
  align?: 'right';
  colour?: (row: Row) => Colour | null;
}

const gap = '  ';

/** Rows in columns as wide as their widest cell, titles on top. A column that is empty in every row is left out. */
export function renderTable<Row>(
  rows: readonly Row[],
  { columns, colour }: { columns: readonly Column<Row>[]; colour: boolean },
): string {
  const shown = columns
    .map(column => ({ ...column, cells: rows.map(row => String(column.value(row) ?? '')) }))
    .filter(({ cells }) => cells.some(cell => cell !== ''));
  const laidOut = shown.map(({ title, cells, align, colour: colourOf }) => {
    const width = Math.max(title.length, ...cells.map(cell => cell.length));
    const pad = (text: string) => (align === 'right' ? text.padStart(width) : text.padEnd(width));
    const painted = (text: string, chosen: Colour | null) => paint(pad(text), colour ? chosen : null);
    return [
      painted(title, 'bold'),
      ...cells.map((cell, index) => painted(cell, colourOf?.(rows[index] as Row) ?? null)),
    ];
  });
  const lines = [...Array(rows.length + 1).keys()].map(line => laidOut.map(cells => cells[line] ?? ''));
  return lines.map(cells => cells.join(gap).trimEnd()).join('\n');
}
