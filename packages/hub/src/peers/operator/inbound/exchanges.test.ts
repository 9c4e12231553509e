import assert from 'node:assert/strict';
import { after, beforeEach, it } from 'node:test';
import type { ExchangeList } from '@countermark/wire/operator/exchange';
import { openOperatorApi } from './operator-api.fixture.ts';
import { storedExchange } from './stored-records.fixture.ts';

const { store, call, refused, close } = await openOperatorApi();
after(close);
beforeEach(() => store.empty());

it('lists the messages of one session in the order they began', async () => {
  await store.exchanges.record(storedExchange('b', { startedAt: new Date('2026-11-22T09:00:01Z') }));
  await store.exchanges.record(storedExchange('a'));
  await store.exchanges.record(storedExchange('c', { correlationId: 'session-2' }));
  const { exchanges } = (await call<ExchangeList>('GET', '/exchanges?correlationId=session-1')).body;
  assert.deepEqual(
    exchanges.map(({ exchangeId }) => exchangeId),
    ['a', 'b'],
  );
  const { body } = await call<ExchangeList>('GET', '/exchanges?correlationId=session-9');
  assert.deepEqual(body, { exchanges: [] });
});

it('needs to be told which session', async () => {
  await refused('missing-parameter', ['GET', '/exchanges']);
  await refused('bad-parameter', ['GET', '/exchanges?correlationId=a%2Fb']);
});
