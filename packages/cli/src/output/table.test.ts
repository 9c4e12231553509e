import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Column, renderTable } from './table.ts';

const rows = [
  { name: 'SMS', tries: 1, note: undefined },
  { name: 'Application', tries: 12, note: undefined },
];
const columns: Column<(typeof rows)[number]>[] = [
  { title: 'NAME', value: row => row.name, colour: row => (row.tries > 1 ? 'red' : null) },
  { title: 'TRIES', value: row => row.tries, align: 'right' },
  { title: 'NOTE', value: row => row.note },
];

describe('renderTable', () => {
  it('makes columns as wide as needed and leaves out empty ones', () => {
    assert.equal(
      renderTable(rows, { columns, colour: false }),
      ['NAME         TRIES', 'SMS              1', 'Application     12'].join('\n'),
    );
  });

  it('colours titles and cells without moving anything', () => {
    const coloured = renderTable(rows, { columns, colour: true }).replaceAll('\u001b', '^');
    assert.match(coloured, /\^\[1mNAME {7}\^\[22m {2}\^\[1mTRIES\^\[22m/);
    assert.match(coloured, /\^\[31mApplication\^\[39m {5}12/);
    assert.equal(coloured.replace(/\^\[\d+m/g, ''), renderTable(rows, { columns, colour: false }));
  });
});
