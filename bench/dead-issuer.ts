import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '@countermark/hub/main/config';
import { openHub } from '@countermark/hub/main/open-hub';
import type { Hub } from '@countermark/hub/ports/hub';
import { aDelivery, anIssuer } from '@countermark/hub/store/test-objects';
import { sql } from 'kysely';
import { prepareHubGround } from '../test/support/hub-under-test.ts';
import { startPeerStandIn } from '../test/support/peer-stand-in.ts';
import type { TlsIdentity } from '../test/support/raw-https.ts';

// How much 10,000 pending notifications of an issuer that never answers delay those of another one, and what they cost
// in memory. One process holds the hub and both issuers; latency runs from the commit of a change to its arrival.
// COUNTERMARK_TEST_DATABASE_URL=postgres://… node --expose-gc bench/dead-issuer.ts

const rounds = 5;
const backlog = 10_000;
/** Notifications of the living issuer in one measurement, and milliseconds from one to the next. */
const measured = 500;
const interval = 10;
/** How long the dead issuer is tried before it is measured: past its first time-outs, as an outage is seen. */
const settling = 3_000;

const [dead, alive] = ['BANKDEAD01', 'BANKLIVE01'];

const ground = await prepareHubGround('postgresql');
const livingIssuer = await startPeerStandIn(ground.peerServer);
const deadIssuer = await startSilentServer(ground.peerServer);
const opened = Promise.withResolvers<Hub>();
const running = await openHub(await readConfig(ground.configFile, process.env), 'sandbox', ports => {
  opened.resolve(ports);
  return ports;
});
const hub = await opened.promise;
await saveIssuer(alive, livingIssuer.base);
await saveIssuer(dead, deadIssuer.base);
await measure(); // connections stand, code is compiled

const ratios: number[] = [];
const growths: number[] = [];
for (let round = 1; round <= rounds; round += 1) {
  const normal = await measure();
  const heapWithout = heap();
  await owe(dead, backlog);
  hub.wake.deliveries();
  await pause(settling);
  const delayed = await measure();
  const growth = heap() - heapWithout;
  await forget(dead);
  ratios.push(delayed / normal);
  growths.push(growth);
  print(
    `round ${round}  p99 alone ${normal.toFixed(1)} ms, beside the backlog ${delayed.toFixed(1)} ms: ` +
      `${(delayed / normal).toFixed(2)} times; heap ${growth.toFixed(1)} MB more, of ${heapWithout.toFixed(1)} MB`,
  );
}
print(`median  ${median(ratios).toFixed(2)} times, ${median(growths).toFixed(1)} MB more`);
deadIssuer.close();
await running.close();
await livingIssuer.close();
await ground.close();

/** The p99 of a run of notifications to the living issuer, in milliseconds. */
async function measure(): Promise<number> {
  const latencies: number[] = [];
  const committed = new Map<string, number>();
  const done = Promise.withResolvers<void>();
  livingIssuer.onTaken = ({ correlationId }) => {
    latencies.push(performance.now() - (committed.get(correlationId) ?? Number.NaN));
    if (latencies.length === measured) done.resolve();
  };
  for (let number = 0; number < measured; number += 1) {
    const correlationId = hub.ids.uuid();
    await hub.store.transaction(tx => tx.deliveries.insert(deliveryTo(alive, correlationId)));
    committed.set(correlationId, performance.now());
    hub.wake.deliveries();
    await pause(interval);
  }
  await done.promise;
  return latencies.toSorted((a, b) => a - b)[Math.floor(measured * 0.99)] ?? Number.NaN;
}

async function owe(issuerId: string, count: number): Promise<void> {
  await hub.store.transaction(async tx => {
    for (let number = 0; number < count; number += 1) {
      await tx.deliveries.insert(deliveryTo(issuerId, hub.ids.uuid()));
    }
  });
}

/** A change of a token of its own. */
function deliveryTo(issuerId: string, correlationId: string) {
  return aDelivery({
    deliveryId: correlationId,
    issuerId,
    virtualCardId: correlationId,
    correlationId,
    body: { virtualCardId: correlationId, action: 'SUSPEND' },
    createdAt: hub.clock.now(),
  });
}

/** Takes the backlog away; what is being sent keeps its rows. */
async function forget(issuerId: string): Promise<void> {
  const store = await ground.openStore();
  await sql`update delivery_queue set pending = 0, due_at = null, failed_at = null where issuer_id = ${issuerId}`.execute(
    store.database,
  );
  await sql`update delivery set state = 'DELIVERED' where issuer_id = ${issuerId}`.execute(store.database);
  await sql`delete from issuer_breaker`.execute(store.database);
  await store.close();
}

async function saveIssuer(issuerId: string, outboundBase: string): Promise<void> {
  const settings = { ...anIssuer().settings, outboundBase, serverTrust: ground.peerServer.certificatePem };
  await hub.store.issuers.save(anIssuer({ issuerId, settings }));
}

/** Takes every message and answers none. */
async function startSilentServer(identity: TlsIdentity) {
  const server = createServer({ cert: identity.certificatePem, key: identity.privateKeyPem }, request => {
    request.resume();
  });
  server.on('tlsClientError', () => {}); // a hub that gives up in the middle of a handshake
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    base: `https://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Megabytes in use once what is garbage is gone. */
function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
