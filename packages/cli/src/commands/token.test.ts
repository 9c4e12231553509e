import assert from 'node:assert/strict';
import { after, beforeEach, it } from 'node:test';
import {
  attemptDelivery,
  storeCard,
  storedDelivery,
  storedExchange,
  storedToken,
} from '@countermark/hub/peers/operator/inbound/stored-records.fixture';
import { aDeviceBinding } from '@countermark/hub/store/test-objects';
import { listeningHub } from '../command-line.fixture.ts';

const { store, countermark, printed, close } = await listeningHub();
after(close);
beforeEach(async () => {
  await store.empty();
  await storeCard(store);
});

it('lists tokens', async () => {
  assert.equal(await printed('token list'), 'No such tokens.');
  await store.tokens.insert(storedToken('token-1'));
  const suspended = { state: 'SUSPENDED', returnState: 'RESUMED', suspenders: ['ISSUER', 'TSP'] } as const;
  await store.tokens.insert(storedToken('token-2', { ...suspended, suspenders: [...suspended.suspenders] }));
  assert.equal(
    await printed('token list --issuer TESTBANK01 --card card-of-the-bank'),
    [
      'TOKEN    STATE      SUSPENDED BY  WALLET     ISSUER      CARD   CHANGED',
      'token-1  RESUMED                  APPLE_PAY  TESTBANK01  …4242  2026-11-22 09:00:00.000',
      'token-2  SUSPENDED  ISSUER, TSP   APPLE_PAY  TESTBANK01  …4242  2026-11-22 09:00:00.000',
    ].join('\n'),
  );
  assert.match(await printed('token list --limit 1'), /\n\nMore with --after token-1$/);
  assert.match(await printed('token list --state SUSPENDED --after token-1'), /\ntoken-2 /);
});

it('shows a token, what was said of it and what is owed', async () => {
  await store.tokens.insert(storedToken('token-1', { enrolmentId: 'session-1' }));
  await store.exchanges.record(storedExchange('1'));
  await store.deliveries.insert(storedDelivery('delivery-1'));
  const nextAttemptAt = new Date('2026-11-22T09:00:10.000Z');
  await attemptDelivery(store, { next: { state: 'PENDING', nextAttemptAt } });
  assert.equal(
    await printed('token show token-1'),
    `Token         token-1
State         RESUMED
Token number  …1234, expires 1131
Card          …4242, card-of-the-bank
Issuer        TESTBANK01
Product       DEBIT
Wallet        APPLE_PAY (TRID 40010030273, wallet)
Storage       EMBEDDED_SE storage-of-token-1
Device        Phone 9
TSP           DOMESTIC tsp-token-1
Session       session-1
Made          2026-11-22 09:00:00.000
Changed       2026-11-22 09:00:00.000

TIME                        PEER               OPERATION             STATUS  MS
2026-11-22 09:00:00.000  →  issuer:TESTBANK01  checkCardEligibility     200  12

DELIVERY    MESSAGE                  STATE    ATTEMPTS  NEXT
delivery-1  notifyVirtualCardChange  PENDING         1  2026-11-22 09:00:10.000`,
  );
});

it('shows the devices that a token is bound to', async () => {
  const token = storedToken('token-1', { tokenType: 'CARD_ON_FILE' });
  await store.tokens.insert(token);
  const { cardId, virtualCardId } = token;
  await store.deviceBindings.insert(
    aDeviceBinding({ cardId, virtualCardId, state: 'BOUND', decision: 'green' }),
  );
  assert.match(
    await printed('token show token-1'),
    /\nBINDING +STATE +DECISION +DEVICE +REFERENCE +CHANGED\n\S+ +BOUND +green +phone-1 +binding-1 +2026-03-01 10:00:00\.000\n\n/,
  );
});

it('shows what was paid with a token', async () => {
  const token = storedToken('token-1');
  await store.tokens.insert(token);
  await store.tokenTransactions.insert({
    tsp: 'DOMESTIC',
    transactionId: 'transaction-1',
    cardId: token.cardId,
    virtualCardId: token.virtualCardId,
    walletIndicator: 1,
    transactionType: 'PURCHASE',
    result: 'APPROVED',
    occurredAt: new Date('2026-11-22T09:00:00Z'),
    amount: { value: 1250, currency: 'EUR' },
    merchant: { name: 'Bakery', city: 'Aarhus' },
    originalTransactionId: null,
    recordedAt: new Date('2026-11-22T09:00:01Z'),
  });
  assert.match(
    await printed('token show token-1'),
    /\ntransaction-1 {2}2026-11-22 09:00:00\.000 {2}PURCHASE {2}APPROVED {9}1250 {2}EUR {7}Bakery, Aarhus$/,
  );
});

it('shows a token of which nothing was said', async () => {
  await store.tokens.insert(storedToken('token-1'));
  assert.match(await printed('token show token-1'), /\n\nNo messages\.\n\nIts issuer is owed nothing\.$/);
  const { exitCode, err } = await countermark('token show token-2');
  assert.deepEqual([exitCode, err], [1, 'countermark: There is no token token-2.']);
});

it('erases a token', async () => {
  await store.tokens.insert(storedToken('token-1'));
  assert.equal(await printed('token erase token-1'), 'Token token-1 is erased.');
  const { token, exchanges } = JSON.parse(await printed('token show token-1 --json'));
  assert.deepEqual([token.state, token.tokenLastDigits, exchanges], ['ERASED', undefined, []]);
  assert.doesNotMatch(await printed('token show token-1'), /1234|storage-of-token-1|Phone 9/);
  const unknown = await countermark('token erase token-2');
  assert.deepEqual([unknown.exitCode, unknown.err], [1, 'countermark: There is no token token-2.']);
});
