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
    const escape = '\u001b';
    const coloured = renderTable(rows, { columns, colour: true });
    assert.match(coloured, new RegExp(`${escape}\\[1mNAME {7} ${escape}\\[22m  ${escape}\\[1mTRIES`));
    assert.match(coloured, new RegExp(`${escape}\\[31mApplication${escape}\\[39m {5}12`));
    const plain = coloured.replace(new RegExp(`${escape}\\[\\d+m`, 'g'), '');
    assert.equal(plain, renderTable(rows, { columns, colour: false }));
  });
});
