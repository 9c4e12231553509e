import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { NewDelivery } from '../../../core/delivery.ts';
import { answerJson } from '../../https-peer.fixture.ts';
import { numbered, startD1Peer } from './d1-peer.fixture.ts';

const { peer, issuer, oauth2, openBackend, will, calls, close } = await startD1Peer();
after(close);

const item = (number: number) => ({
  operationId: `operation-${number}`,
  operation: 'SUSPEND',
  status: 'SUCCESSFUL',
  startTime: '2026-11-22T02:45:00.000Z',
  cardId: `card-${number}`,
});

const delivery = (number: number, changes: Partial<NewDelivery> = {}): NewDelivery => ({
  deliveryId: `delivery-${number}`,
  issuerId: 'TESTBANK01',
  queueId: `queue-${number}`,
  virtualCardId: null,
  operation: 'd1/notifyCardOperations',
  correlationId: `session-${number}`,
  body: item(number),
  parameters: null,
  createdAt: new Date('2026-11-22T02:45:00Z'),
  ...changes,
});

const told = { operationId: 'operation-1', operation: 'DIGITIZE', status: 'PENDING' };

describe('what is told of', () => {
  const { cardId: _, ...aboutNone } = item(1);
  const consumer = { ...aboutNone, consumerId: 'consumer-1' };
  const cases = [
    {
      what: 'a card',
      owed: delivery(1),
      name: 'D1-Public-OUT-v2-Card/notifyCardOperations',
      path: '/notifications/d1/v2/issuers/TESTBANK01/cards',
      body: [item(1)],
    },
    {
      what: 'a card in the first version',
      owed: delivery(1, { body: told, parameters: { cardId: 'card-1' } }),
      name: 'D1-Public-OUT-v1-Card/notifyCardOperationV1',
      path: '/notifications/d1/v1/issuers/TESTBANK01/cards/card-1/notifications',
      body: told,
    },
    {
      what: 'a consumer',
      owed: delivery(1, { operation: 'd1/notifyConsumerOperations', body: consumer }),
      name: 'D1-Public-OUT-v1-Consumer/notifyConsumerOperations',
      path: '/notifications/d1/v1/issuers/TESTBANK01/consumers',
      body: [consumer],
    },
    {
      what: 'a digital card',
      owed: delivery(1, {
        operation: 'd1/notifyDigitalCardOperation',
        body: { ...told, operation: 'RENEW' },
        parameters: { digitalCardId: 'digital-1' },
      }),
      name: 'D1-Public-OUT-v1-DigitalCard/notifyDigitalCardOperation',
      path: '/notifications/d1/v1/issuers/TESTBANK01/digitalCards/digital-1/notifications',
      body: { ...told, operation: 'RENEW' },
    },
  ];

  for (const { what, owed, name, path, body } of cases) {
    test(what, async () => {
      const { backend, exchanges } = openBackend();
      will({});
      const answer = await backend.deliver(issuer(), [owed]);
      assert.deepEqual(answer, { kind: 'ANSWERED', status: 204, message: null });
      const [request] = peer.received;
      assert.deepEqual(
        [request?.method, request?.path, request?.headers['x-correlation-id']],
        ['POST', path, 'session-1'],
      );
      assert.equal(request?.body, JSON.stringify(body));
      const [exchange] = exchanges;
      assert.deepEqual([exchange?.operation, exchange?.correlationId], [name, 'session-1']);
      assert.deepEqual(exchange?.request, body);
    });
  }

  test('what D1 does not tell is not sent', async () => {
    const { backend } = openBackend();
    const foreign = delivery(1, { operation: 'notifyVirtualCardChange' });
    await assert.rejects(backend.deliver(issuer(), [foreign]), /notifyVirtualCardChange is not sent/);
  });
});

describe('several in one call', () => {
  test('are a list in their order; each session has on record what is its own', async () => {
    const { backend, exchanges } = openBackend();
    will({});
    await backend.deliver(issuer(), [delivery(2), delivery(1), delivery(3, { correlationId: 'session-2' })]);
    const [request, ...others] = peer.received;
    assert.equal(others.length, 0);
    assert.equal(request?.body, JSON.stringify([item(2), item(1), item(3)]));
    assert.equal(request?.headers['x-correlation-id'], undefined);
    assert.deepEqual(
      exchanges.map(({ correlationId, request: logged, status }) => [correlationId, logged, status]),
      [
        ['session-2', [item(2), item(3)], 204],
        ['session-1', [item(1)], 204],
      ],
    );
  });

  test('of one session name it', async () => {
    const { backend } = openBackend();
    will({});
    await backend.deliver(issuer(), [delivery(1), delivery(2, { correlationId: 'session-1' })]);
    assert.equal(peer.received[0]?.headers['x-correlation-id'], 'session-1');
  });

  test('are refused together', async () => {
    const { backend } = openBackend();
    will({ api: response => answerJson(response, { error: 'cardId' }, 400) });
    const answer = await backend.deliver(issuer(), [delivery(1), delivery(2)]);
    assert.deepEqual(answer, { kind: 'REFUSED', status: 400, errorCode: null, error: 'cardId' });
  });
});

test('the same words go again with a new token', async () => {
  const { backend } = openBackend();
  let asked = 0;
  will({
    api(response) {
      asked += 1;
      response.writeHead(asked === 1 ? 401 : 204).end();
    },
  });
  const answer = await backend.deliver(issuer({ oauth2: oauth2() }), [delivery(1)]);
  assert.equal(answer.kind, 'ANSWERED');
  const [first, second] = calls();
  assert.equal(first?.body, second?.body);
  assert.notEqual(first?.headers.authorization, second?.headers.authorization);
});

test('the limit of the setting is named, whatever of it the access token took', async () => {
  const { backend } = openBackend();
  const token = numbered();
  will({
    api: () => {},
    token(response, request) {
      const asked = performance.now();
      while (performance.now() - asked < 50);
      token(response, request);
    },
  });
  const hasty = issuer({ oauth2: oauth2() }, { notificationTimeout: 500 });
  const answer = await backend.deliver(hasty, [delivery(1)]);
  assert.equal(answer.kind === 'FAILED' && answer.reason, 'no answer within 0.5 s');
});

test('an acknowledgement that comes after the time-out is heard', async () => {
  const { backend } = openBackend();
  const asked = Promise.withResolvers<() => void>();
  will({ api: response => asked.resolve(() => response.writeHead(202).end()) });
  const hasty = issuer({}, { notificationTimeout: 100 });
  const { late, ...answer } = await backend.deliver(hasty, [delivery(1)]);
  const reason = 'no answer within 0.1 s';
  assert.deepEqual(answer, { kind: 'FAILED', status: null, reason, retryAfter: null });
  const acknowledge = await asked.promise;
  acknowledge();
  const arrived = await late;
  assert.deepEqual([arrived?.status, arrived?.answer.kind], [202, 'ANSWERED']);
  assert.ok((arrived?.after ?? 0) >= 100);
});
