import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { TokenEvent } from '../../core/token-life-cycle.ts';
import type { TspTokenState } from '../../core/tsp-token-state.ts';
import { unlimitedTsp } from '../../core/tsp-traits.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Tsp } from '../../ports/tsp.ts';
import { aToken } from '../../store/test-objects.ts';
import { openHubOnStore, tokenId } from '../hub-on-store.fixture.ts';
import { changeToken } from './change-token.ts';
import { reportTspEvent } from './report-tsp-event.ts';

const opened = await openHubOnStore();
after(() => opened.store.close());

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
const hub: Hub = { ...opened.hub, tsps: new Map([[aToken().tsp, network]]) };

async function givePending(): Promise<void> {
  await opened.reset();
  atNetwork = 'INACTIVE';
  refusal = 432;
  await opened.give({ state: 'INACTIVE' });
}

const act = (event: TokenEvent) =>
  changeToken(hub, { virtualCardId: tokenId, event, source: 'ISSUER', correlationId: 'call' });

async function stands(): Promise<string[]> {
  return [await opened.state(), atNetwork];
}

describe('a pending token at a network that cannot suspend it', () => {
  beforeEach(async () => {
    await givePending();
    const suspended = await act({ type: 'SUSPENDED', by: 'ISSUER' });
    assert.ok(suspended.changed);
    assert.deepEqual(await stands(), ['SUSPENDED by ISSUER', 'INACTIVE']);
  });

  test('is held by the hub, verified or not, and becomes active when nobody holds it', async () => {
    assert.ok((await act({ type: 'ACTIVATED' })).changed);
    assert.deepEqual(await stands(), ['SUSPENDED by ISSUER', 'INACTIVE']);
    assert.ok((await act({ type: 'RESUMED', by: 'ISSUER' })).changed);
    assert.deepEqual(await stands(), ['RESUMED', 'ACTIVE']);
  });

  test('goes back to waiting when it is let go unverified', async () => {
    assert.ok((await act({ type: 'RESUMED', by: 'ISSUER' })).changed);
    assert.deepEqual(await stands(), ['INACTIVE', 'INACTIVE']);
  });

  test('is suspended at once when the network activates it all the same', async () => {
    atNetwork = 'ACTIVE';
    const reported = await reportTspEvent(hub, { virtualCardId: tokenId, event: 'ACTIVATE' });
    assert.ok(reported.taken);
    assert.deepEqual(await stands(), ['SUSPENDED by ISSUER', 'SUSPENDED']);
    assert.ok((await act({ type: 'RESUMED', by: 'ISSUER' })).changed);
    assert.deepEqual(await stands(), ['RESUMED', 'ACTIVE']);
  });

  test('what the network does and the hub does not accept is taken back', async () => {
    atNetwork = 'ACTIVE';
    const reported = await reportTspEvent(hub, { virtualCardId: tokenId, event: 'RESUME' });
    assert.ok(!reported.taken && reported.code === 432);
    assert.deepEqual(await stands(), ['SUSPENDED by ISSUER', 'SUSPENDED']);
  });
});

test('any other refusal of the network leaves hub and network as they were', async () => {
  await givePending();
  refusal = 921;
  const suspension = await act({ type: 'SUSPENDED', by: 'ISSUER' });
  assert.ok(!suspension.changed && suspension.code === 921);
  assert.deepEqual(await stands(), ['INACTIVE', 'INACTIVE']);
});
