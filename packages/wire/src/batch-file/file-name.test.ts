import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBatchFileName, outputNameOf } from './file-name.ts';

test('a batch file is named after its batch, its number and its second, and so is its answer', () => {
  const longest = `NordBank01-${'B'.repeat(48)}-${'1'.repeat(48)}-1767225600.json`;
  for (const name of ['B1-1-1767225600.json', 'my-batch_2.a-000012-1.json', longest])
    assert.ok(isBatchFileName(name), name);
  for (const name of ['B1-1.json', 'B1-1-x.json', 'B1-1-1_OUT.json', '../B1-1-1.json', 'B1-1-1.json.part']) {
    assert.equal(isBatchFileName(name), false, name);
  }
  assert.equal(outputNameOf('B1-1-1767225600.json'), 'B1-1-1767225600_OUT.json');
});
