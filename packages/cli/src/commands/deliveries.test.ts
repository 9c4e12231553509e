import assert from 'node:assert/strict';
import { after, beforeEach, it } from 'node:test';
import {
  attemptDelivery,
  storedDelivery,
} from '@countermark/hub/peers/operator/inbound/stored-records.fixture';
import { listeningHub } from '../command-line.fixture.ts';

const { store, countermark, printed, close } = await listeningHub();
after(close);
beforeEach(() => store.empty());

const parked = { state: 'PARKED', parked: { because: 'REFUSED', code: 112 } } as const;

/** Two changes of a token: the first refused, the second delivered. */
async function refusedAndOvertaken(): Promise<void> {
  await store.deliveries.insert(storedDelivery('delivery-1'));
  await store.deliveries.insert(storedDelivery('delivery-2'));
  await attemptDelivery(store, { next: parked, attempt: { status: 400, code: 112, failure: 'Bad format' } });
  await attemptDelivery(store, { next: { state: 'DELIVERED' } });
}

it('lists deliveries', async () => {
  assert.equal(await printed('deliveries list'), 'No such deliveries.');
  await refusedAndOvertaken();
  assert.equal(
    await printed('deliveries list --issuer TESTBANK01'),
    [
      'DELIVERY    STATE      ACTION    TOKEN    ISSUER      ATTEMPTS  MADE',
      'delivery-2  DELIVERED  ACTIVATE  token-1  TESTBANK01         1  2026-11-22 09:00:00.000',
      'delivery-1  PARKED     ACTIVATE  token-1  TESTBANK01         1  2026-11-22 09:00:00.000',
    ].join('\n'),
  );
  assert.match(await printed('deliveries list --parked'), /\ndelivery-1 [^\n]+$/);
  assert.match(await printed('deliveries list --limit 1'), /\n\nMore with --before delivery-2$/);
  assert.equal(await printed('deliveries list --since 2026-11-23'), 'No such deliveries.');
});

it('shows a delivery, why it was parked and what was tried', async () => {
  await refusedAndOvertaken();
  assert.equal(
    await printed('deliveries show delivery-1'),
    `Delivery  delivery-1
State     PARKED
Message   notifyVirtualCardChange
Issuer    TESTBANK01
Token     token-1
Queue     token-1, number 1
Session   session-1
Made      2026-11-22 09:00:00.000
Settled   2026-11-22 09:00:00.000

The issuer refused it for good (112, bad parameter format): settle with the issuer why, then replay it.

{
  "issuerCardRefId": "card-of-the-bank",
  "virtualCardId": "token-1",
  "action": "ACTIVATE",
  "tokenInfo": "‹envelope, 12 characters›"
}

ATTEMPT  TIME                     STATUS  MS  CODE  FAILURE
      1  2026-11-22 09:00:00.000     400  30   112  Bad format`,
  );
  const { exitCode, err } = await countermark('deliveries show delivery-9');
  assert.deepEqual([exitCode, err], [1, 'countermark: There is no delivery delivery-9.']);
});

it('replays what is parked, and says what a later change has overtaken', async () => {
  await refusedAndOvertaken();
  const overtaken = await countermark('deliveries replay --parked');
  assert.equal(overtaken.exitCode, 1);
  assert.equal(overtaken.out, 'Sent again: 0\n\nOvertaken by a later change in their queue:\ndelivery-1');
  assert.match(overtaken.err, /--force sends the rest as well$/);
  assert.equal(await printed('deliveries replay delivery-1 --force'), 'Sent again: 1');
  assert.equal(await printed('deliveries replay --since 2026-11-22 --issuer TESTBANK01'), 'Sent again: 1');
});

it('replays nothing unless told what', async () => {
  const { exitCode, err } = await countermark('deliveries replay --issuer TESTBANK01');
  assert.deepEqual(
    [exitCode, err],
    [2, 'countermark: Say what to replay: ids of deliveries, --parked or --since'],
  );
  assert.equal((await countermark('deliveries replay --since yesterday')).exitCode, 2);
});
