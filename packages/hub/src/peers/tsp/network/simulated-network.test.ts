import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { type CarePortalAction, carePortalActions } from '../../../core/care-portal.ts';
import type { Token } from '../../../core/token.ts';
import type { TokenEvent } from '../../../core/token-life-cycle.ts';
import type { TspTokenState } from '../../../core/tsp-token-state.ts';
import { type WalletReport, walletReports } from '../../../core/wallet-token-event.ts';
import type { Exchange } from '../../../ports/aggregates/exchanges.ts';
import type { Hub } from '../../../ports/hub.ts';
import type { CreateToken, Tsp } from '../../../ports/tsp.ts';
import { aCard, anOperation, aProduct, aRequestor, aToken } from '../../../store/test-objects.ts';
import { vaultedTokens } from '../../../store/vaulted-tokens.ts';
import { openHubOnStore, tokenId } from '../../../use-cases/hub-on-store.fixture.ts';
import { changeToken } from '../../../use-cases/life-cycle/change-token.ts';
import { playCarePortal } from '../../../use-cases/life-cycle/play-care-portal.ts';
import { reportTokenEvent } from '../../../use-cases/life-cycle/report-token-event.ts';
import { networkProfiles } from './network-profiles.ts';
import { simulatedNetwork } from './simulated-network.ts';

const opened = await openHubOnStore();
after(() => opened.store.close());

const { vault } = opened.hub;

let drawn = 0;
const ids: Hub['ids'] = {
  uuid: () => `01900000-0000-7000-8000-${String(++drawn).padStart(12, '0')}`,
  digits: count => String(++drawn).padStart(count, '0').slice(-count),
  bytes: count => new Uint8Array(count),
};

const issuerBackend = {
  sealTokenInfo: async () => ({ text: 'sealed', keyIdentifier: 'key' }),
} as unknown as Hub['issuerBackend'];

const said: Exchange[] = [];

const pan = '9990105100000000';
/** Its card as the hub keeps it. */
const card = aCard({ sealedPan: Buffer.from(pan), sealedExpiry: Buffer.from('1230') });
const call = { correlationId: 'call', reason: null };
const request: CreateToken = {
  correlationId: 'session',
  decidedBy: 'ISSUER',
  issuerId: 'BANKONE001',
  walletCardRefId: 'card',
  tokenStorageId: 'phone',
  tokenRequestorId: '50110030273',
  panFingerprint: vault.fingerprint('pan', pan),
  maxTokensPerCard: 10,
  product: aProduct(),
  pan,
  expiry: '1230',
  tokenType: 'EMBEDDED_SE',
  merchantId: null,
  issuerCardRefId: null,
  deviceInformation: null,
};

for (const profile of Object.values(networkProfiles)) {
  const tokens = vaultedTokens(opened.store.database, profile.name);
  const network = simulatedNetwork(profile, {
    tokens,
    vault,
    clock: opened.hub.clock,
    ids,
    record: async exchange => void said.push(exchange),
  });
  const hub: Hub = { ...opened.hub, ids, issuerBackend, tsps: new Map([[aToken().tsp, network]]) };

  async function made(changes: Partial<CreateToken> = {}): Promise<string> {
    const answer = await network.createToken({ ...request, ...changes });
    return answer.ok ? answer.value.tspTokenId : assert.fail(`refused with ${answer.code}`);
  }

  async function atNetwork(tspTokenId: string): Promise<TspTokenState | undefined> {
    return (await tokens.find(tspTokenId))?.state;
  }

  const operations = () => said.map(({ direction, operation }) => `${direction} ${operation}`);

  describe(profile.name, () => {
    beforeEach(async () => {
      await opened.reset();
      said.length = 0;
    });

    test('makes tokens under its own references, one account reference for one card', async () => {
      const first = await network.createToken(request);
      const second = await network.createToken({
        ...request,
        correlationId: 'other',
        tokenStorageId: 'watch',
      });
      assert.ok(first.ok && second.ok);
      assert.equal(first.value.par, second.value.par);
      assert.ok(first.value.par?.startsWith(profile.binController));
      assert.ok(first.value.tspTokenId.length <= 48);
      assert.notEqual(first.value.tspTokenId, second.value.tspTokenId);
      const again = await network.createToken(request);
      assert.deepEqual(again, first);
    });

    test('refuses a second token in one place, and the token after the last', async () => {
      await made();
      const taken = await network.createToken({ ...request, correlationId: 'other' });
      assert.deepEqual(taken, { ok: false, code: 167 });
      const full = { ...request, correlationId: 'third', tokenStorageId: 'watch', maxTokensPerCard: 1 };
      assert.deepEqual(await network.eligibility(full), { ok: false, code: 164 });
    });

    test('knows no token of another TSP, nor one that never was', async () => {
      const foreign = vaultedTokens(opened.store.database, 'DOMESTIC');
      const tspTokenId = await made();
      assert.equal(await foreign.find(tspTokenId), null);
      const answers = [
        await network.setState('never', 'SUSPENDED', call),
        await network.updateCard('never', { pan, expiry: null }, call),
        await network.actOnCarePortal?.('never', 'SUSPEND'),
      ];
      assert.deepEqual(
        answers,
        answers.map(() => ({ ok: false, code: 119 })),
      );
      assert.equal(await network.tokenInfo('never'), null);
    });

    test('agrees with what is so already, and brings nothing back that is gone', async () => {
      const tspTokenId = await made();
      for (const state of ['ACTIVE', 'ACTIVE', 'SUSPENDED', 'SUSPENDED', 'DELETED', 'DELETED'] as const) {
        assert.ok((await network.setState(tspTokenId, state, call)).ok, state);
      }
      assert.deepEqual(await network.setState(tspTokenId, 'ACTIVE', call), { ok: false, code: 432 });
      assert.equal(await atNetwork(tspTokenId), 'DELETED');
    });

    test('keeps what is said in its own words, without card data', async () => {
      const tspTokenId = await made();
      await network.setState(tspTokenId, 'ACTIVE', call);
      const { otp } = await network.makeOtp(tspTokenId);
      await network.updateCard(tspTokenId, { pan: '9990105100000018', expiry: '1233' }, call);
      assert.equal(said[0]?.peer, `tsp:${profile.name}`);
      const [activation] = operations();
      assert.match(activation ?? '', /^outbound (activate|tokenLifeCycle)$/);
      const text = JSON.stringify(said);
      for (const secret of [pan, '9990105100000018', otp, '1233']) assert.ok(!text.includes(secret), secret);
    });

    test('makes a code that fits once, and none after the token is active', async () => {
      const tspTokenId = await made();
      const { otp } = await network.makeOtp(tspTokenId);
      assert.equal(await network.checkOtp(tspTokenId, `${otp}0`), false);
      assert.equal(await network.checkOtp(tspTokenId, otp), true);
      await network.setState(tspTokenId, 'ACTIVE', call);
      assert.equal(await network.checkOtp(tspTokenId, otp), false);
    });

    test('binds a device under its own references', async () => {
      const tspTokenId = await made();
      await network.setState(tspTokenId, 'ACTIVE', call);
      const device = { correlationId: 'binding', tokenStorageId: 'watch' };
      const proposed = await network.proposeBinding(tspTokenId, device);
      assert.ok(proposed.ok);
      const bound = await network.bindDevice(tspTokenId, proposed.value);
      assert.ok(bound.ok);
      assert.deepEqual(await network.bindDevice(tspTokenId, proposed.value), bound);
      const isFinal = profile.bindingPrefix.proposed === profile.bindingPrefix.bound;
      assert.equal(bound.value.deviceBindingReference === proposed.value.deviceBindingReference, isFinal);
    });

    test('an issuer that did not answer left the decision to the network, which says so', async () => {
      const decision = {
        correlationId: 'session',
        tokenRequestorId: '50110030273',
        decision: 'green',
        refusal: null,
        decidedBy: 'TSP',
        idvMethods: [],
        cvvValidated: null,
      } as const;
      await network.tellDecision?.(decision);
      assert.equal(said[0]?.status, null);
      assert.match(said[0]?.failure ?? '', /network decided/);
      await network.setState(await made({ decidedBy: 'TSP' }), 'ACTIVE', call);
      assert.match(JSON.stringify(said.at(-1)?.request), /RULES|TOKEN_ACTIVATION_STIP.*9020/);
    });

    test('its care portal does what the network would do, and what the hub does not take is taken back', async () => {
      const tspTokenId = await made();
      await opened.give({ tspTokenId, state: 'INACTIVE' });
      await take(hub, { issuer: { type: 'ACTIVATED' } });
      await take(hub, { issuer: { type: 'SUSPENDED', by: 'ISSUER' } });
      const impossible = await playCarePortal(hub, { virtualCardId: tokenId, event: 'ACTIVATE' });
      const notTheirs = await playCarePortal(hub, { virtualCardId: tokenId, event: 'RESUME' });
      assert.deepEqual(
        [impossible, notTheirs].map(result => !result.taken && result.code),
        [432, 432],
      );
      assert.deepEqual(
        [await opened.state(), await atNetwork(tspTokenId)],
        ['SUSPENDED by ISSUER', 'SUSPENDED'],
      );
      const repeated = { virtualCardId: tokenId, event: 'SUSPEND', eventId: 'event-1' } as const;
      assert.ok((await playCarePortal(hub, repeated)).taken);
      await take(hub, { portal: 'RESUME' });
      await take(hub, { issuer: { type: 'RESUMED', by: 'ISSUER' } });
      assert.ok((await playCarePortal(hub, repeated)).taken);
      assert.deepEqual([await opened.state(), await atNetwork(tspTokenId)], ['RESUMED', 'ACTIVE']);
      const unknown = await playCarePortal(hub, { virtualCardId: 'never', event: 'SUSPEND' });
      assert.ok(!unknown.taken && unknown.code === 119);
    });

    test('has the card data that were new before the token was active, once it is', async () => {
      const tspTokenId = await made();
      await opened.give({ tspTokenId, state: 'INACTIVE' });
      const newPan = '9990105100000018';
      const renewed = { ...card, sealedPan: Buffer.from(newPan), updatedAt: opened.time.now };
      await opened.store.cards.save(renewed);
      await opened.store.operations.insert(
        anOperation({ kind: 'UPDATE_CARD', action: 'UPDATE', step: 'CLOSED' }),
      );
      const answer = await network.updateCard(tspTokenId, { pan: newPan, expiry: '1233' }, call);
      assert.equal(answer.ok, profile.traits.suspendsPending);
      await take(hub, { issuer: { type: 'ACTIVATED' } });
      const kept = await tokens.find(tspTokenId);
      assert.deepEqual([kept?.state, kept?.panFingerprint], ['ACTIVE', vault.fingerprint('pan', newPan)]);
    });

    test('whatever happens to a token, hub and network end alike', async () => {
      const sources: fc.Arbitrary<Step>[] = [
        fc.constantFrom(...issuerEvents).map(event => ({ issuer: event })),
        fc
          .constantFrom(...(Object.keys(walletReports) as WalletReport[]))
          .map(report => ({ wallet: report })),
        fc.constantFrom(...carePortalActions).map(action => ({ portal: action })),
      ];
      const life = fc.tuple(
        fc.constantFrom('PENDING' as const, 'ACTIVE' as const),
        fc.array(fc.oneof(...sources), { maxLength: 10 }),
      );
      await fc.assert(
        fc.asyncProperty(life, async ([begun, steps]) => {
          await opened.reset();
          await opened.store.cards.save(card);
          const tspTokenId = await made();
          await opened.give({
            tspTokenId,
            state: 'INACTIVE',
            activated: false,
            suspenders: [],
            returnState: null,
          });
          if (begun === 'ACTIVE') await take(hub, { issuer: { type: 'ACTIVATED' } });
          for (const step of steps) {
            await take(hub, step);
            const token = await opened.store.tokens.find(tokenId);
            assert.ok(token);
            assert.ok(
              fits(token, await atNetwork(tspTokenId), network),
              `${JSON.stringify(step)}: ${describeBoth(token, await atNetwork(tspTokenId))}`,
            );
          }
        }),
        { numRuns: 60 },
      );
    });
  });
}

/** The issuer, through the hub; a verified cardholder comes the same way. */
const issuerEvents: readonly TokenEvent[] = [
  { type: 'ACTIVATED' },
  { type: 'SUSPENDED', by: 'ISSUER' },
  { type: 'RESUMED', by: 'ISSUER' },
  { type: 'DELETED', action: 'DELETE' },
];

type Step = { issuer: TokenEvent } | { wallet: WalletReport } | { portal: CarePortalAction };

async function take(hub: Hub, step: Step): Promise<void> {
  if ('issuer' in step) {
    const change = {
      virtualCardId: tokenId,
      event: step.issuer,
      source: 'ISSUER',
      correlationId: 'call',
    } as const;
    await changeToken(hub, change);
  } else if ('wallet' in step) {
    await reportTokenEvent(hub, aRequestor(), { virtualCardId: tokenId, event: step.wallet });
  } else {
    await playCarePortal(hub, { virtualCardId: tokenId, event: step.portal });
  }
}

/** A token that the hub alone holds never was active at its network, so it cannot pay there either. */
function fits(token: Token, state: TspTokenState | undefined, { traits }: Tsp): boolean {
  switch (token.state) {
    case 'RESUMED':
      return state === 'ACTIVE';
    case 'SUSPENDED':
      return state === 'SUSPENDED' || (state === 'INACTIVE' && !token.activated && !traits.suspendsPending);
    case 'DELETED':
      // The network may give up for good what could have come back.
      return (
        state === 'DELETED' || (state === 'DELETED_FROM_APP' && token.deletion?.action === 'DELETE_FROM_APP')
      );
    default:
      return state === 'INACTIVE';
  }
}

function describeBoth({ state, suspenders }: Token, atNetwork: TspTokenState | undefined): string {
  return `${state} by [${suspenders.join()}] at the hub, ${atNetwork} at the network`;
}
