import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import type { TokenDetails, TokenList, TokenView } from '@countermark/wire/operator/token';
import { aDeviceBinding } from '../../../store/test-objects.ts';
import { openOperatorApi } from './operator-api.fixture.ts';
import {
  secrets,
  storeCard,
  storedDelivery,
  storedEnrolment,
  storedExchange,
  storedToken,
} from './stored-records.fixture.ts';

const { store, call, refused, tspStates, refuseAtTsp, close } = await openOperatorApi();
after(close);
beforeEach(async () => {
  await store.empty();
  await storeCard(store);
  refuseAtTsp(null);
  tspStates.length = 0;
});

const inactive = { state: 'INACTIVE', activated: false } as const;

function assertNoSecret(text: string): void {
  for (const secret of Object.values(secrets)) assert.ok(!text.includes(secret), secret);
}

describe('GET /tokens', () => {
  const ids = async (query: string) => {
    const { body } = await call<TokenList>('GET', `/tokens${query}`);
    return body.tokens.map(token => token.virtualCardId);
  };

  it('finds by issuer, card and state', async () => {
    await store.tokens.insert(storedToken('token-1'));
    await store.tokens.insert(storedToken('token-2', inactive));
    await store.tokens.insert(storedToken('token-3', { issuerId: 'TESTBANK02' }));
    assert.deepEqual(await ids(''), ['token-1', 'token-2', 'token-3']);
    assert.deepEqual(await ids('?issuerId=TESTBANK01'), ['token-1', 'token-2']);
    assert.deepEqual(await ids('?issuerId=TESTBANK01&state=INACTIVE'), ['token-2']);
    assert.deepEqual(await ids('?issuerCardRefId=card-of-the-bank'), ['token-1', 'token-2', 'token-3']);
    assert.deepEqual(await ids('?issuerCardRefId=another'), []);
  });

  it('goes page by page', async () => {
    for (const id of ['token-1', 'token-2', 'token-3']) await store.tokens.insert(storedToken(id));
    const first = (await call<TokenList>('GET', '/tokens?limit=2')).body;
    assert.deepEqual([first.tokens.length, first.next], [2, 'token-2']);
    const second = (await call<TokenList>('GET', `/tokens?limit=2&after=${first.next}`)).body;
    assert.deepEqual([second.tokens[0]?.virtualCardId, second.next], ['token-3', undefined]);
  });

  it('shows neither token value nor cardholder', async () => {
    await store.tokens.insert(storedToken('token-1', { dueAt: new Date('2026-12-01T00:00:00Z') }));
    const { body, text } = await call<TokenList>('GET', '/tokens');
    assertNoSecret(text);
    const [token] = body.tokens;
    assert.equal(token?.cardLastDigits, '4242');
    assert.deepEqual(token?.deviceInformation, { model: 'Phone 9', phoneNumber: '‹masked›' });
    assert.equal(token?.dueAt, '2026-12-01T00:00:00.000Z');
  });

  it('refuses a query it does not know', async () => {
    assert.equal(
      (await refused('unknown-parameter', ['GET', '/tokens?isuerId=TESTBANK01'])).parameter,
      'isuerId',
    );
    await refused('bad-parameter', ['GET', '/tokens/%00']);
    const wrong = [
      'after=%00',
      'state=ACTIVE',
      'limit=0',
      'limit=501',
      'limit=-1',
      'issuerId=SHORT',
      'limit=5&limit=6',
    ];
    for (const query of wrong) await refused('bad-parameter', ['GET', `/tokens?${query}`]);
  });
});

describe('GET /tokens/{virtualCardId}', () => {
  it('shows its bindings to devices, and nothing of the cardholder', async () => {
    const { cardId, virtualCardId } = storedToken('token-1');
    await store.tokens.insert(storedToken('token-1'));
    await store.deviceBindings.insert(
      aDeviceBinding({
        cardId,
        virtualCardId,
        state: 'VERIFICATION_DUE',
        decision: 'yellow',
        deviceInformation: { model: 'Phone 9', phoneNumber: secrets.cardholder },
        idvMethods: [{ id: 'sms', type: 'cell_phone', value: secrets.cardholder }],
        chosenMethodId: 'sms',
      }),
    );
    const { body, text } = await call<TokenDetails>('GET', '/tokens/token-1');
    assertNoSecret(text);
    const [{ state, decision, idvMethods, deviceInformation } = assert.fail()] = body.bindings;
    assert.deepEqual(
      { state, decision, idvMethods, deviceInformation },
      {
        state: 'VERIFICATION_DUE',
        decision: 'yellow',
        idvMethods: [{ id: 'sms', type: 'cell_phone' }],
        deviceInformation: { model: 'Phone 9', phoneNumber: '‹masked›' },
      },
    );
  });

  it('shows the token, all that was said of it and what is owed', async () => {
    await store.tokens.insert(storedToken('token-1', { enrolmentId: 'session-1' }));
    await store.exchanges.record(storedExchange('exchange-1'));
    await store.exchanges.record(
      storedExchange('exchange-2', {
        operation: 'notifyVirtualCardChange',
        startedAt: new Date('2026-11-22T09:00:01Z'),
        status: null,
        request: null,
        response: null,
        failure: 'no answer within 10 s',
      }),
    );
    await store.deliveries.insert(storedDelivery('delivery-1'));
    await store.deliveries.insert(storedDelivery('delivery-2', { virtualCardId: 'token-9' }));
    const { body, text } = await call<TokenDetails>('GET', '/tokens/token-1');
    assertNoSecret(text);
    assert.equal(body.token.virtualCardId, 'token-1');
    assert.deepEqual(body.exchanges[1], {
      exchangeId: 'exchange-2',
      direction: 'outbound',
      peer: 'issuer:TESTBANK01',
      operation: 'notifyVirtualCardChange',
      correlationId: 'session-1',
      startedAt: '2026-11-22T09:00:01.000Z',
      duration: 12,
      failure: 'no answer within 10 s',
    });
    assert.deepEqual(
      body.deliveries.map(({ deliveryId }) => deliveryId),
      ['delivery-1'],
    );
  });

  it('knows no token that is not there', async () => {
    await refused('not-found', ['GET', '/tokens/nowhere']);
  });
});

describe('POST /tokens/{virtualCardId}/tsp-events', () => {
  const events = '/tokens/token-1/tsp-events';

  it('does what the TSP does, and owes the issuer the notice', async () => {
    await store.enrolments.insert(storedEnrolment('session-1'));
    await store.tokens.insert(storedToken('token-1', { ...inactive, enrolmentId: 'session-1' }));
    const after: [event: string, state: string][] = [
      ['ACTIVATE', 'RESUMED'],
      ['SUSPEND', 'SUSPENDED'],
      ['RESUME', 'RESUMED'],
      ['DELETE', 'DELETED'],
    ];
    for (const [event, state] of after) {
      const { status, body } = await call<TokenView>('POST', events, { event });
      assert.deepEqual([status, body.state], [200, state]);
    }
    assert.deepEqual(tspStates, ['ACTIVE', 'SUSPENDED', 'ACTIVE', 'DELETED']);
    const owed = await store.deliveries.list({ limit: 10 });
    assert.deepEqual(owed.map(({ body }) => [body['action'], body['source']]).reverse(), [
      ['ACTIVATE', 'TSP'],
      ['SUSPEND', 'TSP'],
      ['RESUME', 'TSP'],
      ['DELETE', 'TSP'],
    ]);
    assert.equal((await store.enrolments.find('session-1'))?.outcome, 'ACTIVATED');
  });

  it('takes a numbered event once, with the date of a renewal', async () => {
    await store.tokens.insert(storedToken('token-1'));
    const renewal = {
      event: 'RENEW',
      eventId: 'renewal-1',
      occurredAt: '2026-11-22T09:00:00Z',
      tokenExpiryDate: '1136',
    };
    for (let round = 0; round < 2; round++) {
      const { body } = await call<TokenView>('POST', events, renewal);
      assert.deepEqual([body.state, body.tokenExpiryDate], ['RESUMED', '1136']);
    }
    const over = await refused('bad-parameter', [
      'POST',
      events,
      { event: 'RENEW', tokenExpiryDate: '1026' },
    ]);
    assert.equal(over.message, 'tokenExpiryDate is over already.');
    await refused('bad-parameter', ['POST', events, { event: 'RENEW', tokenExpiryDate: '1336' }]);
    await refused('bad-parameter', ['POST', events, { event: 'SUSPEND', errorCode: 911 }]);
    await refused('bad-parameter', ['POST', events, { event: 'RENEW', errorCode: 0 }]);
    const failed = await call<TokenView>('POST', events, { event: 'RENEW', errorCode: 911 });
    assert.deepEqual([failed.status, failed.body.tokenExpiryDate], [200, '1136']);
    await refused('bad-parameter', ['POST', events, { event: 'SUSPEND', occurredAt: 'yesterday' }]);
    await refused('bad-parameter', ['POST', events, { event: 'SUSPEND', eventId: '' }]);
  });

  it('refuses what is not possible now, or not at the TSP', async () => {
    await refused('not-found', ['POST', events, { event: 'DELETE' }]);
    await store.tokens.insert(storedToken('token-1'));
    const active = await refused('not-in-this-state', ['POST', events, { event: 'ACTIVATE' }]);
    assert.equal(active.message, 'Not possible in state RESUMED.');
    refuseAtTsp(921);
    const atTsp = await refused('refused-by-tsp', ['POST', events, { event: 'SUSPEND' }]);
    assert.match(atTsp.message, /921/);
    const unknown = await refused('bad-parameter', ['POST', events, { event: 'ERASE' }]);
    assert.match(unknown.message, /ACTIVATE, SUSPEND, RESUME, DELETE/);
    assert.equal((await store.tokens.find('token-1'))?.state, 'RESUMED');
  });
});

describe('POST /tokens/{virtualCardId}/erasure', () => {
  const erasure = '/tokens/token-1/erasure';

  it('deletes and forgets the token, and may be asked for again', async () => {
    await store.tokens.insert(storedToken('token-1'));
    for (let round = 0; round < 2; round++) {
      const { body } = await call<TokenView>('POST', erasure, {});
      assert.deepEqual([body.state, body.tokenLastDigits, body.deviceInformation], ['ERASED', undefined, {}]);
    }
    assert.deepEqual(tspStates, ['DELETED']);
    const owed = await store.deliveries.list({ limit: 10 });
    assert.deepEqual(
      owed.map(({ body }) => body['action']),
      ['ERASE', 'DELETE'],
    );
  });

  it('refuses what is not there, not asked for rightly, or not possible at the TSP', async () => {
    await refused('not-found', ['POST', erasure, {}]);
    await store.tokens.insert(storedToken('token-1'));
    await refused('unknown-parameter', ['POST', erasure, { sure: true }]);
    refuseAtTsp(921);
    await refused('refused-by-tsp', ['POST', erasure, {}]);
    assert.equal((await store.tokens.find('token-1'))?.state, 'RESUMED');
  });
});
