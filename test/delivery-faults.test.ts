import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aDelivery, anIssuer, id } from '@countermark/hub/store/test-objects';
import type { BearerClient } from '@countermark/sandbox/bearer-client';
import type { HubChild } from '@countermark/sandbox/sandbox/hub-child';
import type { DeliveryDetails } from '@countermark/wire/operator/delivery';
import { type HubGround, prepareHubGround } from './support/hub-under-test.ts';
import { type PeerStandIn, retryAfter, startPeerStandIn } from './support/peer-stand-in.ts';
import { testEngine } from './support/postgresql.ts';
import { until } from './support/until.ts';

const [slow, busy] = ['BANKSLOW01', 'BANKBUSY01'];

let ground: HubGround;
let hub: HubChild;
let operator: BearerClient;
let slowIssuer: PeerStandIn;
let busyIssuer: PeerStandIn;

/** The slow issuer answers when the test lets it; the busy one takes its first message for too much. */
const answering = Promise.withResolvers<number>();

before(async () => {
  ground = await prepareHubGround(testEngine());
  slowIssuer = await startPeerStandIn(ground.peerServer, () => answering.promise);
  busyIssuer = await startPeerStandIn(ground.peerServer, () => (busyIssuer.taken.length === 0 ? 429 : 200));
  const store = await ground.openStore();
  const settings = { ...anIssuer().settings, serverTrust: ground.peerServer.certificatePem };
  await store.issuers.save(
    anIssuer({
      issuerId: slow,
      settings: { ...settings, outboundBase: slowIssuer.base, notificationTimeout: 500 },
    }),
  );
  await store.issuers.save(
    anIssuer({ issuerId: busy, settings: { ...settings, outboundBase: busyIssuer.base } }),
  );
  const now = new Date();
  await store.deliveries.insert(aDelivery({ deliveryId: id(1), issuerId: slow, createdAt: now }));
  for (const number of [2, 3]) {
    const virtualCardId = id(1002);
    await store.deliveries.insert(
      aDelivery({
        deliveryId: id(number),
        issuerId: busy,
        virtualCardId,
        correlationId: id(number),
        createdAt: now,
      }),
    );
  }
  await store.close();
  hub = await ground.startHub();
  operator = ground.operator(hub);
});
after(async () => {
  await hub.stop();
  await slowIssuer.close();
  await busyIssuer.close();
  await ground.close();
});

/** A delivery, once it is as wanted. */
function seen(number: number, isAsWanted: (details: DeliveryDetails) => boolean): Promise<DeliveryDetails> {
  return until(`delivery ${number}`, async () => {
    const details = (await operator.get(`/deliveries/${id(number)}`)) as DeliveryDetails;
    return isAsWanted(details) && details;
  });
}

test('HTTP 200 after the time-out is recorded, delivers, and nothing is sent again', async () => {
  const timedOut = await seen(1, ({ attempts }) => attempts.length === 1);
  assert.equal(timedOut.delivery.state, 'PENDING');
  assert.equal(timedOut.attempts[0]?.failure, 'no answer within 0.5 s');
  answering.resolve(200);
  const { attempts } = await seen(1, ({ delivery }) => delivery.state === 'DELIVERED');
  assert.equal(attempts.length, 1);
  assert.equal(attempts[0]?.late?.status, 200);
  assert.ok((attempts[0]?.late?.after ?? 0) >= 500);
  await operator.send('POST', '/clock/advance', { milliseconds: 11_000 });
  assert.equal(slowIssuer.taken.length, 1);
});

test('an issuer that answers 429 is left alone as long as it asks, then sent everything in order', async () => {
  const refused = await seen(2, ({ attempts }) => attempts.length === 1);
  assert.equal(refused.attempts[0]?.status, 429);
  const wait =
    Date.parse(refused.delivery.nextAttemptAt ?? '') - Date.parse(refused.attempts[0]?.startedAt ?? '');
  assert.ok(wait >= retryAfter * 1_000, `${wait} ms`);
  await operator.send('POST', '/clock/advance', { milliseconds: (retryAfter + 1) * 1_000 });
  await seen(3, ({ delivery }) => delivery.state === 'DELIVERED');
  assert.deepEqual(
    busyIssuer.taken.map(({ correlationId, status }) => [correlationId, status]),
    [
      [id(2), 429],
      [id(2), 200],
      [id(3), 200],
    ],
  );
});
