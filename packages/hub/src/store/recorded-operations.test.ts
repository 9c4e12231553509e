import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { endOperation } from '../core/recorded-operation.ts';
import { aRecordedOperation, at, id } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

describe('recorded operations', () => {
  test('are kept with everything, and end once', async () => {
    const operation = aRecordedOperation({
      reason: 'lost in town',
      reasonCode: 'CARD_LOST',
      digitalCardIds: ['v1', 'v2'],
      inputFileName: 'B-1-1.json',
      issuerRequestId: 'call-1',
    });
    await store.recordedOperations.insert(operation);
    assert.deepEqual(await store.recordedOperations.find(operation.operationId), operation);
    const end = { status: 'FAILED', errorCode: 'INTERNAL_ERROR', error: 'the TSP refused' } as const;
    const failed = endOperation(operation, end, at(5));
    await store.transaction(async tx => {
      assert.deepEqual(await tx.recordedOperations.lock(operation.operationId), operation);
      await tx.recordedOperations.save(failed);
    });
    assert.deepEqual(await store.recordedOperations.find(operation.operationId), failed);
    assert.deepEqual([failed.status, failed.endTime], ['FAILED', at(5)]);
  });

  test('follow their card into another row', async () => {
    const operation = aRecordedOperation();
    await store.recordedOperations.insert(operation);
    await store.recordedOperations.retarget(operation.target, id(2));
    const page = { limit: 9, offset: 0 };
    assert.deepEqual(await store.recordedOperations.listOf(operation.target, page), []);
    const target = { ...operation.target, key: id(2) };
    assert.deepEqual(await store.recordedOperations.listOf(target, page), [{ ...operation, target }]);
  });

  test('of one target are listed newest first, a page at a time', async () => {
    const operations = [1, 2, 3].map(number => aRecordedOperation({ operationId: id(number) }));
    for (const operation of operations) await store.recordedOperations.insert(operation);
    const target = { kind: 'CONSUMER', key: aRecordedOperation().target.key, id: 'c' } as const;
    await store.recordedOperations.insert(aRecordedOperation({ operationId: id(4), target }));
    const listed = await store.recordedOperations.listOf(aRecordedOperation().target, {
      limit: 2,
      offset: 1,
    });
    assert.deepEqual(
      listed.map(operation => operation.operationId),
      [id(2), id(1)],
    );
  });
});
