import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { Token } from '../core/token.ts';
import type { TspTokenState } from '../core/tsp-token-state.ts';
import { unlimitedTsp } from '../core/tsp-traits.ts';
import type { Hub, Tsp } from '../ports.ts';
import { aCard, anEnrolment, anIssuer, aProduct, aRequestor, aToken, at, id } from '../store/test-objects.ts';
import { openTestStore } from '../store/test-store.ts';
import { changeToken } from './change-token.ts';
import { reportTspEvent } from './report-tsp-event.ts';

const store = await openTestStore();
after(() => store.close());

const virtualCardId = id(1001);

/** A network that suspends active tokens only. */
let atNetwork: TspTokenState = 'INACTIVE';
let refusal = 432;
const network = {
  traits: { ...unlimitedTsp, suspendsPending: false },
  async setState(_: string, state: TspTokenState) {
    if (state === 'SUSPENDED' && atNetwork === 'INACTIVE') return { ok: false, code: refusal };
    atNetwork = state;
    return { ok: true, value: null };
  },
  tokenInfo: async () => null,
} as unknown as Tsp;

let nextId = 9000;
const hub = {
  clock: { now: () => at(1000) },
  ids: { uuid: () => id(nextId++), digits: () => '1' },
  store,
  tsps: new Map([[aToken().tsp, network]]),
  wake: { operations: () => undefined, deliveries: () => undefined },
} as unknown as Hub;

async function given(token: Partial<Token>): Promise<void> {
  await store.issuers.save(anIssuer());
  await store.products.save(aProduct());
  await store.requestors.save(aRequestor());
  await store.cards.insert(aCard());
  await store.enrolments.insert(anEnrolment({ virtualCardId, step: 'VERIFICATION_DUE', cardData: null }));
  await store.tokens.insert(aToken({ activated: false, ...token }));
}

const act = (event: Parameters<typeof changeToken>[1]['event']) =>
  changeToken(hub, { virtualCardId, event, source: 'ISSUER', correlationId: 'call' });

async function stands(): Promise<string[]> {
  const token = await store.tokens.find(virtualCardId);
  return [token?.state ?? 'unknown', atNetwork];
}

describe('a pending token at a network that cannot suspend it', () => {
  beforeEach(async () => {
    await store.empty();
    atNetwork = 'INACTIVE';
    refusal = 432;
    await given({ state: 'INACTIVE' });
    const suspended = await act({ type: 'SUSPENDED', by: 'ISSUER' });
    assert.ok(suspended.changed);
    assert.deepEqual(await stands(), ['SUSPENDED', 'INACTIVE']);
  });

  test('is held by the hub, verified or not, and becomes active when nobody holds it', async () => {
    assert.ok((await act({ type: 'ACTIVATED' })).changed);
    assert.deepEqual(await stands(), ['SUSPENDED', 'INACTIVE']);
    assert.ok((await act({ type: 'RESUMED', by: 'ISSUER' })).changed);
    assert.deepEqual(await stands(), ['RESUMED', 'ACTIVE']);
  });

  test('goes back to waiting when it is let go unverified', async () => {
    assert.ok((await act({ type: 'RESUMED', by: 'ISSUER' })).changed);
    assert.deepEqual(await stands(), ['INACTIVE', 'INACTIVE']);
  });

  test('is suspended at once when the network activates it all the same', async () => {
    atNetwork = 'ACTIVE';
    const reported = await reportTspEvent(hub, { virtualCardId, event: 'ACTIVATE' });
    assert.ok(reported.taken);
    assert.deepEqual(await stands(), ['SUSPENDED', 'SUSPENDED']);
    assert.ok((await act({ type: 'RESUMED', by: 'ISSUER' })).changed);
    assert.deepEqual(await stands(), ['RESUMED', 'ACTIVE']);
  });

  test('what the network does and the hub does not accept is taken back', async () => {
    atNetwork = 'ACTIVE';
    const reported = await reportTspEvent(hub, { virtualCardId, event: 'RESUME' });
    assert.ok(!reported.taken && reported.code === 432);
    assert.deepEqual(await stands(), ['SUSPENDED', 'SUSPENDED']);
  });
});

test('any other refusal of the network leaves hub and network as they were', async () => {
  await store.empty();
  atNetwork = 'INACTIVE';
  refusal = 921;
  await given({ state: 'INACTIVE' });
  assert.deepEqual(await act({ type: 'SUSPENDED', by: 'ISSUER' }), { changed: false, code: 921 });
  assert.deepEqual(await stands(), ['INACTIVE', 'INACTIVE']);
});
