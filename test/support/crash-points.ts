import { setTimeout as pause } from 'node:timers/promises';
import type { Hub } from '../../packages/hub/src/ports/hub.ts';
import type { Aggregates } from '../../packages/hub/src/ports/store.ts';
import type { Tsp } from '../../packages/hub/src/ports/tsp.ts';

/** Every place at which a delivery, or an operation of updateCardState, can be cut off. */
export const crashPoints = [
  'delivery claimed',
  'before a delivery is sent',
  'after a delivery was sent, before it is settled',
  'while a delivery is settled',
  'after a delivery was settled',
  'after an operation was accepted',
  'before the TSP is told',
  'after the TSP was told, before that is stored',
  'after it is stored that the TSP was told',
  'after the device was told',
  'before an operation is closed',
  'after an operation was closed',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** The hub with this one trap in it. */
export function crashAt(hub: Hub, point: CrashPoint): Hub {
  const reach = async (reached: CrashPoint) => {
    if (reached === point) await crash();
  };
  return {
    ...hub,
    store: trappedStore(hub.store, reach),
    issuerBackend: {
      ...hub.issuerBackend,
      async deliver(issuer, delivery) {
        await reach('before a delivery is sent');
        const answer = await hub.issuerBackend.deliver(issuer, delivery);
        await reach('after a delivery was sent, before it is settled');
        return answer;
      },
    },
    tsps: new Map([...hub.tsps].map(([name, tsp]) => [name, trappedTsp(tsp, reach)])),
    wallet: {
      ...hub.wallet,
      async applyTokenChange(requestor, change) {
        const answer = await hub.wallet.applyTokenChange(requestor, change);
        await reach('after the device was told');
        return answer;
      },
    },
  };
}

type Reach = (point: CrashPoint) => Promise<void>;

/** Nothing of this process runs any more, and nothing is tidied up. */
async function crash(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

function trappedTsp(tsp: Tsp, reach: Reach): Tsp {
  return {
    ...tsp,
    async setState(...change) {
      await reach('before the TSP is told');
      const answer = await tsp.setState(...change);
      await reach('after the TSP was told, before that is stored');
      return answer;
    },
  };
}

function trappedStore(store: Hub['store'], reach: Reach): Hub['store'] {
  return {
    ...store,
    deliveries: {
      ...store.deliveries,
      async claim(...share) {
        const claims = await store.deliveries.claim(...share);
        if (claims.length > 0) await reach('delivery claimed');
        return claims;
      },
      async settle(...outcome) {
        const settling = store.deliveries.settle(...outcome);
        await pause(0); // the statement is on its way, its end is open
        await reach('while a delivery is settled');
        await settling;
        await reach('after a delivery was settled');
      },
    },
    async transaction(work) {
      const done = new Set<CrashPoint>();
      const result = await store.transaction(async tx => {
        const value = await work(watched(tx, done));
        if (done.has('after an operation was closed')) await reach('before an operation is closed');
        return value;
      });
      for (const point of done) await reach(point);
      return result;
    },
  };
}

/** Notes what a transaction does to operations, under the point that is reached once it has committed. */
function watched(tx: Aggregates, done: Set<CrashPoint>): Aggregates {
  return {
    ...tx,
    operations: {
      ...tx.operations,
      async insert(operation) {
        await tx.operations.insert(operation);
        done.add('after an operation was accepted');
      },
      async save(operation) {
        await tx.operations.save(operation);
        if (operation.step === 'DEVICE_DUE') done.add('after it is stored that the TSP was told');
        if (operation.step === 'CLOSED') done.add('after an operation was closed');
      },
    },
  };
}
