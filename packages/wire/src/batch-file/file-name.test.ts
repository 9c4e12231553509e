import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBatchFileName, outputNameOf } from './file-name.ts';

test('a batch file is named after its batch, its number and its second, and so is its answer', () => {
  for (const name of ['B1-1-1767225600.json', 'my-batch_2.a-000012-1.json'])
    assert.ok(isBatchFileName(name), name);
  for (const name of ['B1-1.json', 'B1-1-x.json', 'B1-1-1_OUT.json', '../B1-1-1.json', 'B1-1-1.json.part']) {
    assert.equal(isBatchFileName(name), false, name);
  }
  assert.equal(outputNameOf('B1-1-1767225600.json'), 'B1-1-1767225600_OUT.json');
});
