import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { OpenStore } from '@countermark/hub/store/store';
import {
  aCard,
  anIssuer,
  aProduct,
  aRequestor,
  aToken,
  aVaultedToken,
  id,
} from '@countermark/hub/store/test-objects';
import { type HubChild, HubDidNotStart } from '@countermark/sandbox/sandbox/hub-child';
import { type CrashPoint, crashPoints } from './support/crash-points.ts';
import { type HubGround, prepareHubGround } from './support/hub-under-test.ts';
import { type PeerStandIn, startPeerStandIn } from './support/peer-stand-in.ts';
import { testEngine } from './support/postgresql.ts';
import { openRawLine } from './support/raw-https.ts';
import { until } from './support/until.ts';

/** What a worker that was killed had taken comes back after its lease. */
const longerThanAnyLease = 61_000;

let ground: HubGround;
let peer: PeerStandIn;
/** Of each call that the hub answered. */
const accepted: string[] = [];

/** The embedded database is for laptops: there, the points in the middle of something will do. */
const points: readonly CrashPoint[] =
  testEngine() === 'postgresql'
    ? crashPoints
    : [
        'after a delivery was sent, before it is settled',
        'while a delivery is settled',
        'after the TSP was told, before that is stored',
        'before an operation is closed',
      ];

const tokenOf = (point: CrashPoint) => id(1_000 + crashPoints.indexOf(point));

before(async () => {
  ground = await prepareHubGround(testEngine());
  peer = await startPeerStandIn(ground.peerServer);
  await withStore(async store => {
    const { certificatePem: serverTrust } = ground.peerServer;
    const { settings } = anIssuer();
    await store.issuers.save(anIssuer({ settings: { ...settings, outboundBase: peer.base, serverTrust } }));
    await store.products.save(aProduct({ tsp: 'DOMESTIC' }));
    await store.requestors.save(
      aRequestor({ callbackBase: `${peer.base}/wallet`, callbackTrust: serverTrust }),
    );
    await store.cards.insert(aCard());
    for (const [index, point] of points.entries()) await storeToken(store, { index, point });
  });
});
after(async () => {
  await peer.close();
  await ground.close();
});

async function withStore(work: (store: OpenStore) => Promise<void>): Promise<void> {
  const store = await ground.openStore();
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function storeToken(store: OpenStore, { index, point }: { index: number; point: CrashPoint }) {
  const tspTokenId = id(6_000 + index);
  await store.tokens.insert(aToken({ virtualCardId: tokenOf(point), tsp: 'DOMESTIC', tspTokenId }));
  await store.domesticTokens.insert(
    aVaultedToken({
      tspTokenId,
      correlationId: id(7_000 + index),
      tokenFingerprint: `fingerprint-${index}`,
      tokenStorageId: `storage-${index}`,
    }),
  );
}

/** An issuer's updateCardState; null when the hub ended before it could answer. */
async function act(
  hub: HubChild,
  call: { virtualCardId: string; action: string; correlationId: string },
): Promise<number | null> {
  const { virtualCardId, action, correlationId } = call;
  const line = openRawLine({
    baseUrl: `${hub.peersUrl}/gtep/igwapi/v2.0`,
    authority: ground.authority,
    identity: ground.issuerClient,
  });
  const { issuerId, issuerCardRefId } = aCard();
  const headers = {
    'content-type': 'application/json',
    'x-correlation-id': correlationId,
    'x-issuer-id': issuerId,
  };
  try {
    const body = JSON.stringify({ issuerCardRefId, virtualCardId, action });
    const { status } = await line.call('/updateCardState', { headers, body });
    if (status === 200) accepted.push(correlationId);
    return status;
  } catch {
    return null;
  } finally {
    line.close();
  }
}

/** The certificate is pinned over the operator API, as ever; lost calls are those of a hub that ended. */
async function settleIn(hub: HubChild): Promise<void> {
  const operator = ground.operator(hub);
  const { certificatePem } = ground.issuerClient;
  await operator
    .send('POST', `/issuers/${aCard().issuerId}/certificates`, { certificatePem })
    .catch(() => undefined);
  await operator.send('POST', '/clock/advance', { milliseconds: longerThanAnyLease }).catch(() => undefined);
}

describe('a hub that is killed', () => {
  for (const [index, point] of points.entries()) {
    test(point, async () => {
      const hub = await ground.startHub(point).catch((error: unknown) => {
        // What the hub before it had left undone led it there already.
        assert.ok(error instanceof HubDidNotStart, String(error));
        return null;
      });
      if (!hub) return;
      let ended = false;
      void hub.ended.then(() => {
        ended = true;
      });
      await settleIn(hub);
      await act(hub, { virtualCardId: tokenOf(point), action: 'SUSPEND', correlationId: id(8_000 + index) });
      await until(`the end of the hub: ${point}`, async () => ended);
    });
  }

  test('has lost nothing once it runs again: all is told, in order, the same every time', async () => {
    const hub = await ground.startHub();
    await settleIn(hub);
    for (const [index, point] of points.entries()) {
      const call = { virtualCardId: tokenOf(point), action: 'DELETE', correlationId: id(9_000 + index) };
      assert.equal(await act(hub, call), 200);
    }
    const told = () => new Set(peer.taken.map(({ correlationId }) => correlationId));
    await until('every change', async () => accepted.every(correlationId => told().has(correlationId)));
    await until('the end of all deliveries', async () => {
      const answer = await ground.operator(hub).get('/deliveries?state=PENDING');
      return (answer as { deliveries: unknown[] }).deliveries.length === 0;
    });
    await hub.stop();
    const messages = peer.taken.map(message => JSON.stringify(message));
    assert.ok(new Set(messages).size < messages.length, 'what was cut off after sending was sent again');
    await withStore(assertNothingLost);
  });
});

async function assertNothingLost(store: OpenStore): Promise<void> {
  for (const point of points) {
    const virtualCardId = tokenOf(point);
    assert.deepEqual(await store.operations.running(virtualCardId), [], point);
    assert.equal((await store.tokens.find(virtualCardId))?.state, 'DELETED', point);
    const deliveries = (await store.deliveries.list({ virtualCardId, limit: 9 })).toReversed();
    const operations = await store.database
      .selectFrom('operation')
      .select('correlation_id')
      .where('virtual_card_id', '=', virtualCardId)
      .execute();
    for (const { correlation_id } of operations) {
      assert.ok(
        deliveries.some(({ correlationId }) => correlationId === correlation_id),
        point,
      );
    }
    const owed = deliveries.map(({ correlationId, body }) => ({ correlationId, body: JSON.stringify(body) }));
    const received = peer.taken
      .filter(({ path, body }) => path.endsWith('/notifyVirtualCardChange') && body.includes(virtualCardId))
      .map(({ correlationId, body }) => ({ correlationId, body }));
    const onceEach = received.filter(
      (message, index) => JSON.stringify(message) !== JSON.stringify(received[index - 1]),
    );
    assert.deepEqual(onceEach, owed, point);
    assert.ok(
      deliveries.every(({ state }) => state === 'DELIVERED'),
      point,
    );
  }
}
