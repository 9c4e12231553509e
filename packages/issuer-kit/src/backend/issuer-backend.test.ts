import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { callAsHub } from '../testing/call-as-hub.ts';
import type { SentCall } from '../testing/transport.ts';
import { type BankUnderTest, bankUnderTest, handlers, issuerId, testPan } from './bank-backend.fixture.ts';
import { issuerBackend } from './issuer-backend.ts';
import type { CheckCardEligibilityCall } from './issuer-gateway/check-card-eligibility.ts';
import type { IssuerGatewayHandlers } from './issuer-gateway/handlers.ts';
import { IssuerGatewayRefusal } from './issuer-gateway/refusal.ts';
import type { RequestCardDigitizationCall } from './issuer-gateway/request-card-digitization.ts';

const card = { fpan: testPan, exp: '1230' };
const byWallet = { walletProviderId: 'APPLE_PAY' };

/** A bank with one handler of its own. */
const bankWith = (handler: Partial<IssuerGatewayHandlers>): BankUnderTest =>
  bankUnderTest({ issuerGateway: { ...handlers, ...handler } });

const ask = ({ hub }: BankUnderTest) => callAsHub(hub, 'checkCardEligibility', { card, request: byWallet });

const codeOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as { responseCode?: number } | null)?.responseCode,
];

describe('a handler', () => {
  it('gets the card in the clear, the rest of the message without envelopes, and whom it is for', async () => {
    const seen: CheckCardEligibilityCall[] = [];
    const bank = bankWith({
      checkCardEligibility(call) {
        seen.push(call);
        return { issuerCardRefId: 'reference-1', productId: 'DEBIT' };
      },
    });
    const answer = await callAsHub(bank.hub, 'checkCardEligibility', {
      card,
      request: byWallet,
      correlationId: 'session-1',
    });
    assert.deepEqual(answer.message, { issuerCardRefId: 'reference-1', productId: 'DEBIT' });
    const { signal, ...call } = seen[0] ?? assert.fail('The handler was not called');
    assert.ok(!signal.aborted);
    assert.deepEqual(call, { issuerId, correlationId: 'session-1', card, request: byWallet });
  });

  it('gets a card that is named by reference, and what the user typed', async () => {
    const seen: RequestCardDigitizationCall[] = [];
    const bank = bankWith({
      requestCardDigitization(call) {
        seen.push(call);
        return { levelOfTrust: 'yellow' };
      },
    });
    const { message } = await callAsHub(bank.hub, 'requestCardDigitization', {
      authenticationValue: { kind: 'csc', cvv: '123' },
      request: {
        ...byWallet,
        issuerCardRefId: 'reference-1',
        walletUserInformation: { walletUserId: 'user-1' },
      },
    });
    assert.deepEqual(message, { levelOfTrust: 'yellow' });
    assert.equal(seen[0]?.card, undefined);
    assert.deepEqual(seen[0]?.authenticationValue, { kind: 'csc', cvv: '123' });
    assert.equal(seen[0]?.request.issuerCardRefId, 'reference-1');
  });

  it('keeps its object', async () => {
    class Bank implements IssuerGatewayHandlers {
      readonly reference = 'reference-7';
      checkCardEligibility() {
        return { issuerCardRefId: this.reference, productId: 'DEBIT' };
      }
      requestCardDigitization = handlers.requestCardDigitization;
      notifyVirtualCardChange = handlers.notifyVirtualCardChange;
    }
    const { message } = await ask(bankUnderTest({ issuerGateway: new Bank() }));
    assert.equal(message?.issuerCardRefId, 'reference-7');
  });

  it('refuses by what it returns or throws', async () => {
    const refusal = () => new IssuerGatewayRefusal(ResponseCode.cardSuspended);
    const returned = await ask(bankWith({ checkCardEligibility: refusal }));
    const thrown = await ask(
      bankWith({
        checkCardEligibility() {
          throw refusal();
        },
      }),
    );
    assert.deepEqual(returned.body, { responseCode: 159, errorMessage: 'Card suspended' });
    assert.deepEqual([thrown.status, thrown.body], [returned.status, returned.body]);
    assert.equal(returned.status, 400);
  });
});

describe('a fault', () => {
  it('tells the hub HTTP 500 and nothing else, and the issuer all of it', async () => {
    const error = new Error('The card system is down');
    const bank = bankWith({
      checkCardEligibility() {
        throw error;
      },
    });
    const { status, body } = await callAsHub(bank.hub, 'checkCardEligibility', {
      card,
      request: byWallet,
      correlationId: 'session-2',
    });
    assert.deepEqual([status, body], [500, null]);
    assert.deepEqual(bank.faults, [
      { issuerId, operation: 'checkCardEligibility', correlationId: 'session-2', error },
    ]);
  });

  it('is an answer that the hub could not read', async () => {
    const bank = bankWith({ checkCardEligibility: () => ({ issuerCardRefId: 'reference-1' }) as never });
    assert.equal((await ask(bank)).status, 500);
    assert.match(String(bank.faults[0]?.error), /checkCardEligibility is none: productId is missing/);
  });

  it('is a handler that takes longer than the hub waits, and it is told so', async () => {
    const { promise: whyAborted, resolve } = Promise.withResolvers<unknown>();
    const bank = bankUnderTest({
      timeLimits: { answer: 20 },
      issuerGateway: {
        ...handlers,
        async checkCardEligibility({ signal }) {
          if (!signal.aborted) await once(signal, 'abort');
          resolve(signal.reason);
          throw signal.reason;
        },
      },
    });
    assert.equal((await ask(bank)).status, 500);
    assert.match(String(bank.faults[0]?.error), /TimeLimitError: The handler took longer than 20 ms/);
    assert.equal(await whyAborted, bank.faults[0]?.error);
  });
});

describe('a notice', () => {
  const change = {
    issuerCardRefId: 'reference-1',
    virtualCardId: 'vc-1',
    ...byWallet,
    isPrimary: true,
    action: 'ACTIVATE',
  };
  const tell = ({ hub }: BankUnderTest, correlationId: string, action = 'ACTIVATE') =>
    callAsHub(hub, 'notifyVirtualCardChange', { request: { ...change, action }, correlationId });

  it('is applied once, and acknowledged however often it comes', async () => {
    const applied: string[] = [];
    const bank = bankWith({ notifyVirtualCardChange: ({ request }) => void applied.push(request.action) });
    const answers = [
      await tell(bank, 'n-1'),
      await tell(bank, 'n-1'),
      await tell(bank, 'n-1', 'SUSPEND'),
      await tell(bank, 'n-2'),
    ];
    assert.deepEqual(answers.map(codeOf), Array(4).fill([200, undefined]));
    assert.deepEqual(applied, ['ACTIVATE', 'SUSPEND', 'ACTIVATE']);
  });

  it('that comes again while it is being applied waits for that', async () => {
    const allHere = Promise.withResolvers<void>();
    let arrived = 0;
    let applied = 0;
    const bank = bankUnderTest({
      async around(_, answer) {
        arrived += 1;
        if (arrived === 3) setImmediate(allHere.resolve);
        return answer();
      },
      issuerGateway: {
        ...handlers,
        async notifyVirtualCardChange() {
          applied += 1;
          await allHere.promise;
        },
      },
    });
    const answers = await Promise.all([tell(bank, 'n-3'), tell(bank, 'n-3'), tell(bank, 'n-3')]);
    assert.deepEqual(answers.map(codeOf), Array(3).fill([200, undefined]));
    assert.equal(applied, 1);
  });

  it('that failed or was refused is applied when it comes again', async () => {
    const outcomes = [
      () => assert.fail('The database is down'),
      () => new IssuerGatewayRefusal(ResponseCode.unknownVirtualCard),
      () => undefined,
      () => assert.fail('It was applied before'),
    ];
    const bank = bankWith({ notifyVirtualCardChange: () => outcomes.shift()?.() });
    const answers = [];
    for (let time = 0; time < 4; time++) answers.push(codeOf(await tell(bank, 'n-4')));
    assert.deepEqual(answers, [
      [500, undefined],
      [400, 119],
      [200, undefined],
      [200, undefined],
    ]);
  });

  it('that another process is applying is to come again', async () => {
    const bank = bankUnderTest({ notices: { applyOnce: async () => 'ongoing' } });
    assert.deepEqual(codeOf(await tell(bank, 'n-5')), [400, ResponseCode.serverError]);
  });
});

describe('a call', () => {
  const { backend, hub } = bankUnderTest();
  const good: SentCall = {
    method: 'POST',
    url: '/issuer/igwapi/v2.0/checkCardEligibility',
    headers: { 'content-type': 'application/json', 'x-correlation-id': 'c-1', 'x-issuer-id': issuerId },
    body: JSON.stringify({ ...byWallet, issuerCardRefId: 'reference-1' }),
  };
  const send = async (changed: Partial<SentCall>) => {
    const { status, body } = await hub.transport.send({ ...good, ...changed });
    return [status, (body as { errorMessage?: string } | null)?.errorMessage];
  };

  it('is served at the published path, with a capital too, and nowhere else', async () => {
    assert.deepEqual(await send({}), [200, undefined]);
    assert.deepEqual(await send({ url: '/issuer/igwapi/v2.0/CheckCardEligibility' }), [200, undefined]);
    for (const url of ['checkcardeligibility', 'sendOTP', 'constructor', 'a/b', ''])
      assert.deepEqual(await send({ url: `/issuer/igwapi/v2.0/${url}` }), [404, 'Bad parameter format']);
    assert.equal((await send({ url: '/' }))[0], 404);
    assert.equal((await send({ method: 'GET' }))[0], 404);
    assert.ok(backend.serves(good));
  });

  it('is refused for its headers before anything else', async () => {
    const { 'x-correlation-id': _, ...without } = good.headers;
    const body = 'no JSON';
    assert.deepEqual(await send({ headers: without, body }), [
      400,
      'Missing required parameter: x-correlation-id',
    ]);
    assert.deepEqual(await send({ headers: { ...good.headers, 'x-issuer-id': 'SHORT' }, body }), [
      400,
      'Bad parameter format: x-issuer-id',
    ]);
    assert.deepEqual(await send({ headers: { ...good.headers, 'x-issuer-id': 'OTHERISSUE' }, body }), [
      400,
      'Unknown issuer',
    ]);
  });

  it('is refused for a body that is no message', async () => {
    assert.deepEqual(await send({ body: '{' }), [400, 'Bad parameter format: body']);
    assert.deepEqual(await send({ body: '{}' }), [400, 'Missing required parameter: walletProviderId']);
    assert.deepEqual(await send({ headers: { ...good.headers, 'content-type': 'text/plain' } }), [
      415,
      'Bad parameter format',
    ]);
  });
});

describe('what is set up wrongly', () => {
  it('is said when the backend is made', () => {
    assert.throws(() => issuerBackend({ issuerId: 'SHORT' }), /issuerId is 10 letters/);
    assert.throws(() => issuerBackend({ issuerId, issuerGateway: handlers }), /give keys, made by keyRing/);
    const d1 = { credentials: null, verifyCard: () => assert.fail() };
    assert.throws(() => issuerBackend({ issuerId, d1 }), /d1.verifyCard deals in card data: give d1.keys/);
  });
});

it('whoever stands around a call sees it with its envelopes closed, and its answer', async () => {
  const seen: unknown[] = [];
  const bank = bankUnderTest({
    async around(call, answer) {
      const answered = await answer();
      seen.push([
        call.operation,
        call.correlationId,
        JSON.stringify(call).includes(testPan),
        answered.status,
      ]);
      return answered;
    },
  });
  await callAsHub(bank.hub, 'checkCardEligibility', { card, request: byWallet, correlationId: 'a-1' });
  assert.deepEqual(seen, [['checkCardEligibility', 'a-1', false, 200]]);
});
