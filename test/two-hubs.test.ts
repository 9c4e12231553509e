import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { OpenStore } from '@countermark/hub/store/store';
import { aDelivery, anIssuer, id } from '@countermark/hub/store/test-objects';
import type { HubChild } from '@countermark/sandbox/sandbox/hub-child';
import { sql } from 'kysely';
import { type HubGround, prepareHubGround } from './support/hub-under-test.ts';
import { type PeerStandIn, startPeerStandIn } from './support/peer-stand-in.ts';
import { withoutPostgresql } from './support/postgresql.ts';
import { until } from './support/until.ts';

const changes = 20_000;
const tokens = 1_000;
const writers = 16;
/** Changes of one transaction, each of another token. */
const perTransaction = 20;

/** One message in so many is answered with 503, so that some are sent twice. */
const oneInSoMany = 100;

let ground: HubGround;
let store: OpenStore;
let issuer: PeerStandIn;

before(async () => {
  if (withoutPostgresql) return;
  ground = await prepareHubGround('postgresql');
  store = await ground.openStore();
  let count = 0;
  issuer = await startPeerStandIn(ground.peerServer, () => (++count % oneInSoMany === 0 ? 503 : 200));
  const settings = { ...anIssuer().settings, outboundBase: issuer.base };
  await store.issuers.save(
    anIssuer({ settings: { ...settings, serverTrust: ground.peerServer.certificatePem } }),
  );
});
after(async () => {
  await store?.close();
  await issuer?.close();
  await ground?.close();
});

/** Commits changes until all are, each in the next place of a token's history. */
async function commitChanges(): Promise<void> {
  let next = 0;
  const writer = async () => {
    while (next < changes) {
      const first = next;
      next += perTransaction;
      await store.transaction(async tx => {
        for (let number = first; number < first + perTransaction; number += 1) {
          await tx.deliveries.insert(
            aDelivery({
              deliveryId: id(number),
              virtualCardId: id(1_000_000 + (number % tokens)),
              correlationId: id(number),
              body: { virtualCardId: id(1_000_000 + (number % tokens)), action: 'SUSPEND', number },
              createdAt: new Date(),
            }),
          );
        }
      });
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

/** Longer than the first wait after a failed attempt, shorter than any lease. */
const step = 11_000;

/**
 * Waits until the issuer has acknowledged so many messages. When neither hub has anything in hand, what failed is due later:
 * time passes for both.
 */
async function acknowledged(count: number, hubs: readonly HubChild[]): Promise<void> {
  const taken = () => issuer.taken.filter(({ status }) => status === 200).length;
  const look = async () => {
    if (taken() === count) return true;
    if (await isAnythingInHand()) return false;
    for (const hub of hubs) await ground.operator(hub).send('POST', '/clock/advance', { milliseconds: step });
    return false;
  };
  await until(`${count} acknowledged messages`, look, { patience: 200_000 });
}

async function isAnythingInHand(): Promise<boolean> {
  const leased = store.database
    .selectFrom('delivery_queue')
    .select('queue_id')
    .where('lease_until', 'is not', null);
  return (await leased.limit(1).execute()).length > 0;
}

test(`two hubs deliver ${changes} changes, none twice without a failed attempt, none out of order`, {
  skip: withoutPostgresql,
  timeout: 240_000,
}, async () => {
  const hubs = await Promise.all([ground.startHub(), ground.startHub()]);
  await commitChanges();
  await acknowledged(changes, hubs);
  await Promise.all(hubs.map(hub => hub.stop()));

  const { rows } = await sql<{
    correlation_id: string;
    virtual_card_id: string;
    sequence: number;
    state: string;
    attempts: number;
    failed: number;
  }>`
    select correlation_id, virtual_card_id, sequence, state, attempts,
      (select count(*) from delivery_attempt attempt
       where attempt.delivery_id = delivery.delivery_id and failure is not null) as failed
    from delivery`.execute(store.database);
  assert.equal(rows.length, changes);
  const sent = new Map<string, number>();
  for (const { correlationId } of issuer.taken) sent.set(correlationId, (sent.get(correlationId) ?? 0) + 1);
  for (const { correlation_id, state, attempts, failed } of rows) {
    assert.deepEqual([state, sent.get(correlation_id), attempts], ['DELIVERED', failed + 1, failed + 1]);
  }
  assert.ok(issuer.taken.length > changes, 'some were sent twice');

  const place = new Map(rows.map(row => [row.correlation_id, row]));
  const lastOf = new Map<string, number>();
  for (const { correlationId } of issuer.taken) {
    const { virtual_card_id, sequence } = place.get(correlationId) ?? assert.fail(correlationId);
    const last = lastOf.get(virtual_card_id) ?? 0;
    assert.ok(sequence === last || sequence === last + 1, `${virtual_card_id}: ${sequence} after ${last}`);
    lastOf.set(virtual_card_id, sequence);
  }
});
