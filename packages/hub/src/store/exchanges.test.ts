import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { aCard, aDelivery, anExchange, anOperation, aToken, at, id } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

describe('exchanges', () => {
  test('an exchange comes back as it was recorded, whatever its bodies are', async () => {
    const bodies = [{ a: 'x\u0000\ud800' }, [1, 2], 'text', 0, false, null];
    for (const [index, body] of bodies.entries()) {
      const recorded = anExchange({
        exchangeId: id(index),
        correlationId: `c${index}`,
        request: body,
        response: body,
      });
      await store.exchanges.record(recorded);
      assert.deepEqual(await store.exchanges.ofCorrelation(`c${index}`), [recorded]);
    }
  });

  test('an exchange comes back with who called for the issuer', async () => {
    const recorded = anExchange({ aggregatorId: 'AGGREGATE1', userId: 'clerk-7' });
    await store.exchanges.record(recorded);
    assert.deepEqual(await store.exchanges.ofCorrelation(id(2001)), [recorded]);
  });

  test('an exchange without an answer comes back with null', async () => {
    const failed = anExchange({ status: null, response: undefined, failure: 'connect ECONNREFUSED' });
    await store.exchanges.record(failed);
    assert.deepEqual(await store.exchanges.ofCorrelation(id(2001)), [{ ...failed, response: null }]);
  });

  test('exchanges of a correlation are listed in the order of time', async () => {
    await store.exchanges.record(anExchange({ exchangeId: id(1), startedAt: at(2) }));
    await store.exchanges.record(anExchange({ exchangeId: id(2), startedAt: at(1) }));
    await store.exchanges.record(anExchange({ exchangeId: id(3), startedAt: at(1), correlationId: 'other' }));
    const found = await store.exchanges.ofCorrelation(id(2001));
    assert.deepEqual(
      found.map(exchange => exchange.exchangeId),
      [id(2), id(1)],
    );
  });

  test('exchanges of a token are those of its enrolment, operations and deliveries', async () => {
    await store.cards.insert(aCard());
    await store.tokens.insert(aToken({ enrolmentId: 'enrolment' }));
    await store.tokens.insert(aToken({ virtualCardId: id(1002), enrolmentId: 'other enrolment' }));
    await store.operations.insert(anOperation({ correlationId: 'operation' }));
    await store.deliveries.insert(aDelivery({ correlationId: 'delivery' }));
    await store.deliveries.insert(aDelivery({ deliveryId: id(4002), correlationId: 'operation' }));
    const correlations = ['delivery', 'operation', 'other enrolment', 'enrolment'];
    for (const [index, correlationId] of correlations.entries()) {
      await store.exchanges.record(
        anExchange({ exchangeId: id(index), correlationId, startedAt: at(-index) }),
      );
    }
    const found = async (virtualCardId: string) =>
      (await store.exchanges.ofToken(virtualCardId)).map(exchange => exchange.correlationId);
    assert.deepEqual(await found(id(1001)), ['enrolment', 'operation', 'delivery']);
    assert.deepEqual(await found(id(1002)), ['other enrolment']);
    assert.deepEqual(await found(id(1003)), []);
  });
});
