import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type WalletReport, walletReports } from '../../core/wallet-token-event.ts';
import { ageTokens } from '../../deadlines/age-tokens.ts';
import { carryOutOperation, claimDueOperations } from '../../deadlines/operation-worker.ts';
import type { Hub } from '../../ports/hub.ts';
import { memoryStore } from '../../store/memory-store.fixture.ts';
import { aCard, anIssuer, aRequestor, id } from '../../store/test-objects.ts';
import { openTestStore } from '../../store/test-store.ts';
import { reportProvisioning } from '../enrolment/report-provisioning.ts';
import { type HubOnStore, hubOnStore } from '../hub-on-store.fixture.ts';
import { updateCard } from '../issuer-calls/update-card.ts';
import { updateCardState } from '../issuer-calls/update-card-state.ts';
import { changeToken } from './change-token.ts';
import { reportTokenEvent } from './report-token-event.ts';
import { reportTspEvent, type TspEvent } from './report-tsp-event.ts';
import { type ModelMark, type ModelPeers, TokenModel } from './token-life-model.fixture.ts';

/** Two tokens of one card, so that calls for the card differ from calls for a token. */
const virtualCardIds = [id(1001), id(1002)] as const;
const tokenNumber = fc.constantFrom(0, 1);
const action = fc.constantFrom('SUSPEND', 'RESUME', 'DELETE');
/** News, something that comes late, or the same again. */
const timing = fc.constantFrom('now', 'now', 'now', 'late', 'again');

const walletEvents = Object.keys(walletReports) as WalletReport[];
const tspEvents = ['ACTIVATE', 'SUSPEND', 'RESUME', 'DELETE', 'DELETE_FROM_APP', 'RESTORE'] as const;

/** What the wallet's reports mean, in the model's words. */
const meanings: Record<WalletReport, string> = {
  DEVICE_LOST: 'SUSPEND TOKEN_REQUESTOR',
  DEVICE_FOUND: 'RESUME TOKEN_REQUESTOR',
  DEVICE_WIPED: 'DELETE',
  SUSPENDED_BY_CARDHOLDER: 'SUSPEND CARDHOLDER',
  RESUMED_BY_CARDHOLDER: 'RESUME CARDHOLDER',
  PIN_LOCKED: 'SUSPEND MOBILE_PIN_LOCKED',
  PIN_UNLOCKED: 'RESUME MOBILE_PIN_LOCKED',
  DELETED_IN_WALLET: 'DELETE',
};

/** One thing that one of the actors does. */
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('provision' as const), token: tokenNumber }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('verify' as const), token: tokenNumber }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('call' as const), token: tokenNumber, action }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('callForCard' as const), action }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('repeat' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('update' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('wallet' as const),
      token: tokenNumber,
      event: fc.constantFrom(...walletEvents),
      timing,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('tsp' as const),
      token: tokenNumber,
      event: fc.constantFrom(...tspEvents),
      timing,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('renew' as const),
      token: tokenNumber,
      expiry: fc.constantFrom('0140', '0245'),
      timing,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('answering' as const),
      peer: fc.constantFrom('device', 'tsp'),
      answers: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      hours: fc.constantFrom(1, 2, 25, 744, 2300, 2424),
    }),
  },
);

type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** What both sides start with: how the issuer decided on each of the tokens. */
const decisions = fc.tuple(fc.constantFrom('green', 'yellow'), fc.constantFrom('green', 'yellow'));
type Decisions = typeof decisions extends fc.Arbitrary<infer T> ? T : never;

/** One history, lived by the hub and by the model at once. */
class History {
  readonly #on: HubOnStore;
  readonly #models: TokenModel[] = [];
  readonly #decisions: Decisions;
  readonly #peers: ModelPeers = { tsp: true, device: true };
  #calls = 0;
  #marks = 0;
  #lastMark: ModelMark | null = null;
  #lastCall: { at: number; again: () => Promise<number> } | null = null;

  constructor(on: HubOnStore, decided: Decisions) {
    this.#on = on;
    this.#decisions = decided;
  }

  get #now(): number {
    return this.#on.time.now.getTime();
  }

  async begin(): Promise<void> {
    await this.#on.reset({ notifyRenewals: true });
    for (const [number, virtualCardId] of virtualCardIds.entries()) {
      const createdAt = this.#on.time.now;
      const dueAt = new Date(createdAt.getTime() + 30 * 60_000);
      await this.#on.give(
        { virtualCardId, state: 'DEPLOYMENT_ONGOING', tokenExpiryDate: '1226', createdAt, dueAt },
        { step: 'PROVISIONING_DUE', decision: this.#decisions[number] ?? null },
      );
      const times = { made: this.#now, expiry: Date.UTC(2027, 0) - 1 };
      this.#models.push(new TokenModel(this.#peers, times));
    }
  }

  /** Does one thing on both sides and compares the answers, then all that can be seen. */
  async live(one: Act): Promise<void> {
    const { expected, answered } = await this.#act(one);
    await carryOutDue(this.#on.hub);
    assert.equal(answered, expected, `answer to ${JSON.stringify(one)}`);
    for (const [number, model] of this.#models.entries()) {
      const virtualCardId = virtualCardIds[number] ?? '';
      const token = await this.#on.store.tokens.find(virtualCardId);
      const deliveries = await this.#on.store.deliveries.list({ virtualCardId, limit: 500 });
      const told = deliveries.reverse().map(({ body }) => {
        const parts = [body['action'], body['source'], body['errorCode']];
        return parts.filter(part => part !== undefined).join(' ');
      });
      assert.deepEqual(
        { state: token?.state, holders: token?.suspenders.toSorted(), told },
        { state: model.state, holders: [...model.holders].toSorted(), told: model.told },
        `token ${number} after ${JSON.stringify(one)}`,
      );
    }
  }

  async #act(one: Act): Promise<{ expected: number; answered: number }> {
    switch (one.does) {
      case 'provision':
        return this.#provision(one.token);
      case 'verify':
        return this.#verify(one.token);
      case 'call':
        return this.#call(one.action, one.token);
      case 'callForCard':
        return this.#call(one.action, null);
      case 'repeat':
        return this.#repeat();
      case 'update':
        return this.#update();
      case 'answering':
        this.#peers[one.peer] = one.answers;
        this.#on.wallet.answer = this.#peers.device ? 'APPLIED' : 'UNREACHABLE';
        this.#on.tsp.refusal = this.#peers.tsp ? null : 921;
        return { expected: 0, answered: 0 };
      case 'wait':
        return this.#wait(one.hours);
      case 'renew':
      case 'tsp':
        // A TSP that does not answer says nothing either.
        return this.#peers.tsp ? this.#report(one) : { expected: 0, answered: 0 };
      case 'wallet':
        return this.#report(one);
    }
  }

  #model(number: number): TokenModel {
    return this.#models[number] ?? assert.fail();
  }

  async #provision(number: number): Promise<{ expected: number; answered: number }> {
    const colour = this.#decisions[number] ?? 'green';
    const enrolmentId = `enrolment of ${virtualCardIds[number]}`;
    const taken = this.#model(number).provisioned(colour as 'green' | 'yellow', this.#now);
    const report = { enrolmentId, result: 'DELIVERED' } as const;
    const result = await reportProvisioning(this.#on.hub, aRequestor(), report);
    return { expected: taken ? 200 : 0, answered: result.taken ? 200 : 0 };
  }

  async #verify(number: number): Promise<{ expected: number; answered: number }> {
    const expected = this.#model(number).verify(this.#now);
    const virtualCardId = virtualCardIds[number] ?? '';
    const event = { type: 'ACTIVATED' } as const;
    const result = await changeToken(this.#on.hub, {
      virtualCardId,
      event,
      source: 'TSP',
      correlationId: null,
    });
    return { expected, answered: result.changed ? 200 : result.code };
  }

  async #call(
    asked: 'SUSPEND' | 'RESUME' | 'DELETE',
    number: number | null,
  ): Promise<{ expected: number; answered: number }> {
    const expected = this.#expectCall(asked, number);
    const correlationId = `call-${this.#calls++}`;
    const named = number === null ? {} : { virtualCardId: virtualCardIds[number] ?? '' };
    const request = { issuerCardRefId: aCard().issuerCardRefId, action: asked, ...named };
    const send = async () => {
      const call = { request, correlationId, badge: 'PRIMARY' } as const;
      const answer = await updateCardState(this.#on.hub, anIssuer(), call);
      return answer.accepted ? 200 : answer.code;
    };
    const answered = await send();
    if (answered === 200) this.#lastCall = { at: this.#now, again: send };
    return { expected, answered };
  }

  #expectCall(asked: 'SUSPEND' | 'RESUME' | 'DELETE', number: number | null): number {
    if (this.#models.every(({ state }) => state === 'ERASED')) return 116;
    if (number !== null) return this.#model(number).call(asked, this.#now);
    for (const model of this.#models) model.callForCard(asked, this.#now);
    return 200;
  }

  /** The call that was accepted last, once more: nothing happens. */
  async #repeat(): Promise<{ expected: number; answered: number }> {
    const last = this.#lastCall;
    if (!last || this.#now - last.at >= 24 * 3_600_000) return { expected: 0, answered: 0 };
    return { expected: 200, answered: await last.again() };
  }

  async #update(): Promise<{ expected: number; answered: number }> {
    if (this.#models.some(model => model.busy)) return { expected: 0, answered: 0 };
    const isErased = this.#models.every(({ state }) => state === 'ERASED');
    if (!isErased) for (const model of this.#models) model.update(this.#now);
    const correlationId = `call-${this.#calls++}`;
    const request = { issuerCardRefId: aCard().issuerCardRefId, newProductId: correlationId };
    const call = { request, correlationId, badge: 'PRIMARY' } as const;
    const answer = await updateCard(this.#on.hub, anIssuer(), call);
    if (answer.accepted) this.#lastCall = null;
    return { expected: isErased ? 116 : 200, answered: answer.accepted ? 200 : answer.code };
  }

  async #report(
    one: Act & { does: 'wallet' | 'tsp' | 'renew' },
  ): Promise<{ expected: number; answered: number }> {
    const mark = this.#mark(one.timing);
    const model = this.#model(one.token);
    const virtualCardId = virtualCardIds[one.token] ?? '';
    const sent = { virtualCardId, eventId: mark.id, occurredAt: new Date(mark.at).toISOString() };
    const answerOf = async (result: ReturnType<typeof reportTspEvent>) => {
      const outcome = await result;
      return outcome.taken ? 200 : outcome.code;
    };
    if (one.does === 'wallet') {
      const expected = model.report('WALLET', meanings[one.event], { mark, now: this.#now });
      const report = reportTokenEvent(this.#on.hub, aRequestor(), { ...sent, event: one.event });
      return { expected, answered: await answerOf(report) };
    }
    if (one.does === 'renew') {
      const expected = model.renew(
        Date.UTC(2000 + Number(one.expiry.slice(2)), Number(one.expiry.slice(0, 2))) - 1,
        mark,
      );
      const report = { ...sent, event: 'RENEW', tokenExpiryDate: one.expiry } as const;
      return { expected, answered: await answerOf(reportTspEvent(this.#on.hub, report)) };
    }
    const meaning = /SUSPEND|RESUME/.test(one.event) ? `${one.event} TSP` : one.event;
    const expected = model.report('TSP', meaning, { mark, now: this.#now });
    const event: TspEvent = one.event;
    return { expected, answered: await answerOf(reportTspEvent(this.#on.hub, { ...sent, event })) };
  }

  #mark(when: string): ModelMark {
    if (when === 'again' && this.#lastMark) return this.#lastMark;
    const mark = { id: `event-${this.#marks++}`, at: this.#now - (when === 'late' ? 1_800_000 : 0) };
    this.#lastMark = mark;
    return mark;
  }

  async #wait(hours: number): Promise<{ expected: number; answered: number }> {
    this.#on.time.now = new Date(this.#now + hours * 3_600_000);
    for (const model of this.#models) model.tryAgain(this.#now);
    for (const model of this.#models) model.age(this.#now);
    await carryOutDue(this.#on.hub);
    while ((await ageTokens(this.#on.hub)) > 0);
    return { expected: 0, answered: 0 };
  }
}

/** One after the other until nothing is due: what overlaps has its own tests. */
async function carryOutDue(hub: Hub): Promise<void> {
  for (;;) {
    const claims = await claimDueOperations(hub, new Set());
    if (claims.length === 0) return;
    for (const claim of claims) await carryOutOperation(hub, claim);
  }
}

/** Repeats a run: `COUNTERMARK_SEED=… node --test …`. */
const seed = Number(process.env['COUNTERMARK_SEED'] ?? Date.now() % 2 ** 31);

async function play(on: HubOnStore, { histories, acts }: { histories: number; acts: number }): Promise<void> {
  const history = fc.array(act, { minLength: acts / 2, maxLength: acts, size: 'max' });
  const property = fc.asyncProperty(decisions, history, async (decided, lived) => {
    const both = new History(on, decided);
    await both.begin();
    for (const one of lived) await both.live(one);
  });
  await fc.assert(property, { seed, numRuns: histories });
}

describe(`the life of tokens, as the hub and a second telling of it have it (seed ${seed})`, () => {
  test('thousands of histories, on a store in memory', async () => {
    await play(hubOnStore(memoryStore()), { histories: 2_000, acts: 30 });
  });

  test('some of them on the real store', async t => {
    const store = await openTestStore();
    t.after(() => store.close());
    await play(hubOnStore(store), { histories: 6, acts: 20 });
  });
});
