import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isPan } from '@countermark/wire/card/pan';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import { type FpanDetails, writeFpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import type { RawAnswer } from './support/raw-https.ts';
import { sealForHub } from './support/seal-for-hub.ts';
import {
  type Callback,
  gatherParties,
  readIdentity,
  type TestIssuer,
  type TestParties,
  type TestToken,
} from './support/test-parties.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** What the five methods issuers call do (Issuer Gateway API, inbound methods and life cycle use cases). */

let sandbox: TestSandbox;
let parties: TestParties;
let issuer: TestIssuer;

before(async () => {
  sandbox = await startTestSandbox();
  parties = await gatherParties(sandbox);
  issuer = parties.issuer('CMISSUER01');
});

after(async () => {
  parties?.close();
  await sandbox?.close();
});

type Action = 'SUSPEND' | 'RESUME' | 'DELETE';

function namesOf({ issuerCardRefId, virtualCardId }: TestToken) {
  return { issuerCardRefId, virtualCardId };
}

function cardOf({ issuerCardRefId }: TestToken) {
  return { issuerCardRefId };
}

/** An updateCardState that is taken; returns its correlation id. */
async function act(action: Action, on: object): Promise<string> {
  const { status, text, correlationId } = await issuer.call('updateCardState', { ...on, action });
  assert.deepEqual([status, text], [200, '']);
  return correlationId;
}

/** One token's, sent again as long as something else runs on the token. */
function actWhenFree(action: Action, on: TestToken): Promise<RawAnswer & { correlationId: string }> {
  return until('the end of what runs', async () => {
    const answer = await issuer.call('updateCardState', { ...namesOf(on), action });
    return (answer.json as { responseCode?: number } | null)?.responseCode !== 321 && answer;
  });
}

/** One token's, once the issuer has been told of it. */
async function done(action: Action, on: TestToken): Promise<void> {
  await issuer.awaitCallbacks(await act(action, namesOf(on)), 1);
}

/** A deleted token remembers who held it, in case it is restored; nobody holds it then. */
async function look({ virtualCardId }: TestToken): Promise<{ state: string; by: string[] }> {
  const { state, suspendedBy } = (await sandbox.client.token(virtualCardId)).token;
  return { state, by: state === 'DELETED' ? [] : suspendedBy };
}

function said({ request: { action, source, errorCode } }: Callback): string {
  return [action, source, errorCode].filter(part => part !== undefined).join(' ');
}

/** Everything the issuer was told of a token, oldest first. */
async function toldOf(token: TestToken): Promise<string[]> {
  return (await issuer.toldOf(token)).map(said);
}

function assertRefused(answer: { status: number; json: unknown; text: string }, code: number): void {
  const { responseCode } = answer.json as { responseCode?: number };
  assert.deepEqual([answer.status, responseCode], [400, code], answer.text.slice(0, 200));
}

async function activeToken(card: Card = {}): Promise<TestToken> {
  const token = await parties.enrol(card);
  await issuer.awaitCallbacks(token.enrolmentId, 1);
  return token;
}

type Card = { pan?: string };

/** The tokens an issuer can meet; each way leaves nothing under way. */
const kinds = {
  active: activeToken,
  inactive: (card: Card) => parties.enrol({ ...card, exp: '1232', idvChoice: 'app' }),
  deploying: (card: Card) => parties.enrol({ ...card, provisioning: 'none' }),
  async 'deploying, held by the issuer'(card: Card): Promise<TestToken> {
    const token = await kinds.deploying(card);
    await act('SUSPEND', namesOf(token));
    await issuer.awaitCallbacks((await actWhenFree('SUSPEND', token)).correlationId, 1);
    return token;
  },
  async 'suspended by the issuer'(card: Card): Promise<TestToken> {
    const token = await activeToken(card);
    await done('SUSPEND', token);
    return token;
  },
  'suspended by the wallet': async (card: Card) => reported(await activeToken(card), 'DEVICE_LOST'),
  'suspended by the cardholder': async (card: Card) =>
    reported(await activeToken(card), 'SUSPENDED_BY_CARDHOLDER'),
  async 'suspended by the TSP'(card: Card): Promise<TestToken> {
    const token = await activeToken(card);
    await sandbox.client.reportTspEvent(token.virtualCardId, { event: 'SUSPEND' });
    await until('SUSPEND', async () => (await toldOf(token)).length === 2);
    return token;
  },
  async 'suspended by issuer and wallet'(card: Card): Promise<TestToken> {
    const token = await kinds['suspended by the wallet'](card);
    await done('SUSPEND', token);
    return token;
  },
  async 'inactive, suspended by the issuer'(card: Card): Promise<TestToken> {
    const token = await kinds.inactive(card);
    await done('SUSPEND', token);
    return token;
  },
  async deleted(card: Card): Promise<TestToken> {
    const token = await activeToken(card);
    await done('DELETE', token);
    return token;
  },
};

type Kind = keyof typeof kinds;

async function reported(
  token: TestToken,
  event: 'DEVICE_LOST' | 'SUSPENDED_BY_CARDHOLDER',
): Promise<TestToken> {
  await sandbox.client.reportTokenEvent(token.virtualCardId, { event });
  await until('SUSPEND', async () => (await toldOf(token)).length === 2);
  return token;
}

/** What becomes of a token: refused with a code; or its state, who holds it then, and what the issuer is told. */
type Outcome = number | { state: string; by?: string[]; told: string | null };
type Outcomes = Partial<Record<Action, Outcome>>;

const active = (told: string | null): Outcome => ({ state: 'RESUMED', told });
const inactive = (told: string | null): Outcome => ({ state: 'INACTIVE', told });
const deploying = (told: string | null, ...by: string[]): Outcome => ({
  state: 'DEPLOYMENT_ONGOING',
  by,
  told,
});
const suspended = (told: string | null, ...by: string[]): Outcome => ({ state: 'SUSPENDED', by, told });
const gone = (told: string | null): Outcome => ({ state: 'DELETED', told });

const ISSUER = 'ISSUER';
const WALLET = 'TOKEN_REQUESTOR';

/** A call that names the token is never silent. */
const oneToken: Record<Kind, Outcomes> = {
  active: { SUSPEND: suspended('SUSPEND', ISSUER), RESUME: active('RESUME'), DELETE: gone('DELETE') },
  inactive: { SUSPEND: suspended('SUSPEND', ISSUER), RESUME: active('ACTIVATE'), DELETE: gone('DELETE') },
  // SUSPEND is told when provisioning ends: a test of its own.
  deploying: { RESUME: 432, DELETE: gone('DELETE') },
  'deploying, held by the issuer': {
    SUSPEND: deploying('SUSPEND', ISSUER),
    RESUME: deploying('RESUME'),
    DELETE: gone('DELETE'),
  },
  'suspended by the issuer': {
    SUSPEND: suspended('SUSPEND', ISSUER),
    RESUME: active('RESUME'),
    DELETE: gone('DELETE'),
  },
  'suspended by the wallet': {
    SUSPEND: suspended('SUSPEND', ISSUER, WALLET),
    RESUME: 432,
    DELETE: gone('DELETE'),
  },
  'suspended by the cardholder': {
    SUSPEND: suspended('SUSPEND', ISSUER, 'CARDHOLDER'),
    RESUME: active('RESUME'),
    DELETE: gone('DELETE'),
  },
  'suspended by the TSP': {
    SUSPEND: suspended('SUSPEND', ISSUER, 'TSP'),
    RESUME: 432,
    DELETE: gone('DELETE'),
  },
  'suspended by issuer and wallet': {
    SUSPEND: suspended('SUSPEND', ISSUER, WALLET),
    RESUME: suspended('RESUME 432', WALLET),
    DELETE: gone('DELETE'),
  },
  'inactive, suspended by the issuer': {
    SUSPEND: suspended('SUSPEND', ISSUER),
    RESUME: inactive('RESUME'),
    DELETE: gone('DELETE'),
  },
  deleted: { SUSPEND: 160, RESUME: 160, DELETE: 160 },
};

/** A call for the whole card passes over what is already so, activates nothing and is never refused for one token. */
const wholeCard: Record<Action, Partial<Record<Kind, Outcome>>> = {
  SUSPEND: {
    active: suspended('SUSPEND', ISSUER),
    inactive: suspended('SUSPEND', ISSUER),
    'deploying, held by the issuer': deploying(null, ISSUER),
    'suspended by the issuer': suspended(null, ISSUER),
    'suspended by the wallet': suspended('SUSPEND', ISSUER, WALLET),
    'suspended by the cardholder': suspended('SUSPEND', ISSUER, 'CARDHOLDER'),
    'suspended by the TSP': suspended('SUSPEND', ISSUER, 'TSP'),
    'suspended by issuer and wallet': suspended(null, ISSUER, WALLET),
    'inactive, suspended by the issuer': suspended(null, ISSUER),
    deleted: gone(null),
  },
  RESUME: {
    active: active(null),
    inactive: inactive(null),
    deploying: deploying(null),
    'deploying, held by the issuer': deploying('RESUME'),
    'suspended by the issuer': active('RESUME'),
    'suspended by the wallet': suspended(null, WALLET),
    'suspended by the cardholder': suspended(null, 'CARDHOLDER'),
    'suspended by the TSP': suspended(null, 'TSP'),
    'suspended by issuer and wallet': suspended('RESUME 432', WALLET),
    'inactive, suspended by the issuer': inactive('RESUME'),
    deleted: gone(null),
  },
  DELETE: {
    active: gone('DELETE'),
    inactive: gone('DELETE'),
    deploying: gone('DELETE'),
    'deploying, held by the issuer': gone('DELETE'),
    'suspended by the issuer': gone('DELETE'),
    'suspended by the wallet': gone('DELETE'),
    'suspended by the cardholder': gone('DELETE'),
    'suspended by the TSP': gone('DELETE'),
    'suspended by issuer and wallet': gone('DELETE'),
    'inactive, suspended by the issuer': gone('DELETE'),
    deleted: gone(null),
  },
};

/** `RESUME 432` -> `RESUME ISSUER 432`, as {@link said} says it. */
function asTold(told: string): string {
  const [action, errorCode] = told.split(' ');
  return [action, 'ISSUER', errorCode].filter(part => part !== undefined).join(' ');
}

/** Order is kept per token: once the issuer was told that it is deleted, nothing said before is still on its way. */
async function everythingTold(token: TestToken): Promise<string[]> {
  if ((await look(token)).state !== 'DELETED') await done('DELETE', token);
  return toldOf(token);
}

describe('updateCardState of one token', { concurrency: 4 }, () => {
  for (const [kind, outcomes] of Object.entries(oneToken) as [Kind, Outcomes][]) {
    for (const [action, outcome] of Object.entries(outcomes) as [Action, Outcome][]) {
      test(`${kind}: ${action}`, async () => {
        const token = await kinds[kind]({});
        const told = await toldOf(token);
        const before = await look(token);
        const answer = await issuer.call('updateCardState', { ...namesOf(token), action });
        if (typeof outcome === 'number') {
          assertRefused(answer, outcome);
          assert.deepEqual(await look(token), before);
        } else {
          assert.deepEqual([answer.status, answer.text], [200, '']);
          const [callback] = await issuer.awaitCallbacks(answer.correlationId, 1);
          told.push(asTold(outcome.told ?? ''));
          assert.deepEqual(callback && said(callback), told.at(-1));
          assert.deepEqual(await look(token), { state: outcome.state, by: outcome.by ?? [] });
        }
        if ((await look(token)).state !== 'DELETED') told.push('DELETE ISSUER');
        assert.deepEqual(await everythingTold(token), told);
      });
    }
  }
});

describe('updateCardState of every token of a card', { concurrency: 3 }, () => {
  for (const [action, outcomes] of Object.entries(wholeCard) as [Action, Partial<Record<Kind, Outcome>>][]) {
    test(`${action}: one callback for each token it changes, none for the others`, async () => {
      const pan = parties.newPan();
      const tokens = new Map<Kind, { token: TestToken; told: string[] }>();
      for (const kind of Object.keys(outcomes) as Kind[]) {
        const token = await kinds[kind]({ pan });
        tokens.set(kind, { token, told: await toldOf(token) });
      }
      const [first] = [...tokens.values()];
      const correlationId = await act(action, cardOf(first?.token ?? assert.fail()));
      const concerned = Object.values(outcomes).filter(
        outcome => typeof outcome === 'object' && outcome.told,
      );
      const callbacks = await issuer.awaitCallbacks(correlationId, concerned.length);
      assert.equal(new Set(callbacks.map(({ request }) => request.virtualCardId)).size, concerned.length);

      for (const [kind, { token, told }] of tokens) {
        const outcome = outcomes[kind];
        if (typeof outcome !== 'object') continue;
        assert.deepEqual(await look(token), { state: outcome.state, by: outcome.by ?? [] }, kind);
        if (outcome.told !== null) told.push(asTold(outcome.told));
        if (outcome.state !== 'DELETED') told.push('DELETE ISSUER');
        assert.deepEqual(await everythingTold(token), told, kind);
      }
      assert.equal((await issuer.callbacks(correlationId)).length, concerned.length);
    });
  }

  test('no token concerned: 200, and the issuer hears nothing', async () => {
    const token = await kinds.deleted({});
    const told = await toldOf(token);
    const card = { ...cardOf(token), virtualCardId: null };
    for (const action of ['SUSPEND', 'RESUME', 'DELETE'] as const) await act(action, card);
    assert.deepEqual(await toldOf(token), told);
    const { deliveries } = await sandbox.client.token(token.virtualCardId);
    assert.equal(deliveries.length, told.length);
  });
});

describe('SUSPEND while the token is being deployed', () => {
  for (const [scope, named] of [
    ['one token', namesOf],
    ['the card', cardOf],
  ] as const) {
    test(`${scope}: told when provisioning ends, with the id of the call; then RESUME activates`, async () => {
      const token = await kinds.deploying({});
      await parties.setDevice(token.virtualCardId, 'refusing');
      const correlationId = await act('SUSPEND', named(token));
      await until('the suspender', async () => (await look(token)).by.join() === ISSUER);
      assert.deepEqual(await toldOf(token), []);

      const path = `/enrolments/${token.enrolmentId}/provisioning`;
      const answer = await parties.requestor('wallet').post(path, { result: 'DELIVERED' });
      assert.equal((answer.json as { token: { state: string } }).token.state, 'SUSPENDED');
      const [callback] = await issuer.awaitCallbacks(correlationId, 1);
      assert.deepEqual(callback && said(callback), 'SUSPEND ISSUER');
      assert.deepEqual(await look(token), { state: 'SUSPENDED', by: [ISSUER] });

      await parties.setDevice(token.virtualCardId, 'reachable');
      await done('RESUME', token);
      assert.deepEqual(await look(token), { state: 'RESUMED', by: [] });
      assert.deepEqual(await toldOf(token), ['SUSPEND ISSUER', 'ACTIVATE ISSUER']);
    });
  }
});

describe('updateCardState, further', () => {
  test('RESUME that activates: the value of the token comes along, in the session the issuer names', async () => {
    const token = await kinds.inactive({});
    const { virtualCardId, enrolmentId } = token;
    const answer = await issuer.call(
      'updateCardState',
      { ...namesOf(token), action: 'resume', reason: '131', unknown: 'member' },
      { correlationId: enrolmentId },
    );
    assert.equal(answer.status, 200);
    const [callback] = await issuer.awaitCallbacks(enrolmentId, 1);
    assert.deepEqual(callback && said(callback), 'ACTIVATE ISSUER');
    const { token: dpan } = await openTokenInfo('CMISSUER01', callback?.request.tokenInfo);
    assert.ok(isPan(dpan));
    assert.equal((await parties.device(virtualCardId)).state, 'RESUMED');
    const { session } = await sandbox.client.session(enrolmentId);
    assert.deepEqual([session.step, session.outcome], ['ENDED', 'ACTIVATED']);
  });

  test('a reason nobody knows is taken', async () => {
    const token = await activeToken();
    for (const reason of [0, -1, 4_000_000_000, Number.MAX_SAFE_INTEGER, '21']) {
      const answer = await issuer.call('updateCardState', { ...namesOf(token), action: 'SUSPEND', reason });
      assert.equal(answer.status, 200, String(reason));
      await issuer.awaitCallbacks(answer.correlationId, 1);
      await done('RESUME', token);
    }
  });

  test('what is so already is confirmed without a word to the device', async () => {
    const token = await kinds['suspended by the issuer']({});
    const { changes } = await parties.device(token.virtualCardId);
    await done('SUSPEND', token);
    assert.deepEqual((await parties.device(token.virtualCardId)).changes, changes);
  });

  test('the wallet cannot lift what the issuer suspended', async () => {
    const token = await kinds['suspended by the issuer']({});
    const told = await toldOf(token);
    const path = `/tokens/${token.virtualCardId}/events`;
    for (const event of ['DEVICE_FOUND', 'RESUMED_BY_CARDHOLDER', 'PIN_UNLOCKED']) {
      const answer = await parties.requestor('wallet').post(path, { event });
      assert.deepEqual([answer.status, (answer.json as { errorCode: number }).errorCode], [409, 432], event);
    }
    assert.deepEqual(await look(token), { state: 'SUSPENDED', by: [ISSUER] });
    assert.deepEqual(await everythingTold(token), [...told, 'DELETE ISSUER']);
  });

  test('while the device cannot be reached the TSP is ahead; 321 until then, and DELETE goes before', async () => {
    const token = await activeToken();
    await parties.setDevice(token.virtualCardId, 'refusing');
    const suspending = await act('SUSPEND', namesOf(token));
    await until('the TSP', async () => (await look(token)).state === 'SUSPENDED');
    assertRefused(await issuer.call('updateCardState', { ...namesOf(token), action: 'RESUME' }), 321);

    const resumingCard = await act('RESUME', cardOf(token));
    const [refusal] = await issuer.awaitCallbacks(resumingCard, 1);
    assert.deepEqual(refusal && said(refusal), 'RESUME ISSUER 321');

    await parties.setDevice(token.virtualCardId, 'reachable');
    await done('DELETE', token);
    assert.deepEqual((await issuer.callbacks(suspending)).map(said), ['SUSPEND ISSUER 323']);
    assert.deepEqual(await toldOf(token), [
      'ACTIVATE TSP',
      'RESUME ISSUER 321',
      'SUSPEND ISSUER 323',
      'DELETE ISSUER',
    ]);
  });
});

/** What a published item of `virtualCardList` must and may have. */
const virtualCardMembers = {
  required: [
    'virtualCardId',
    'issuerCardRefId',
    'walletProviderId',
    'deviceInformation',
    'status',
    'isPrimary',
  ],
  optional: [
    'walletCardRefId',
    'walletVirtualCardId',
    'tokenStorageId',
    'tokenRequestor',
    'tokenLastDigits',
    'tokenExpiryDate',
    'creationDate',
    'lastUpdateDate',
  ],
};

type VirtualCard = Record<string, unknown> & { virtualCardId: string; status: string };

describe('getCardInfo and getTokenInfo', () => {
  test('getCardInfo lists every token of the card, pending and deleted ones too', async () => {
    const pan = parties.newPan();
    const expected = new Map<string, [status: string, walletProviderId: string]>();
    for (const [kind, status] of [
      ['active', 'RESUMED'],
      ['inactive', 'INACTIVE'],
      ['deploying', 'DEPLOYMENT_ONGOING'],
      ['suspended by the wallet', 'SUSPENDED'],
      ['deleted', 'DELETED'],
    ] as const) {
      expected.set((await kinds[kind]({ pan })).virtualCardId, [status, 'APPLE_PAY']);
    }
    const merchant = await parties.enrol({ pan, wallet: 'NETFLIX' });
    expected.set(merchant.virtualCardId, ['RESUMED', 'NETFLIX']);
    await activeToken();

    const { issuerCardRefId } = merchant;
    const { json } = await issuer.call('getCardInfo', { issuerCardRefId });
    const { virtualCardList, ...more } = json as { virtualCardList: VirtualCard[] };
    assert.deepEqual(more, { issuerCardRefId });
    const listed = new Map(
      virtualCardList.map(card => [card.virtualCardId, [card.status, String(card['walletProviderId'])]]),
    );
    assert.deepEqual(listed, expected);
    for (const card of virtualCardList) {
      const names = Object.keys(card);
      assert.deepEqual(
        virtualCardMembers.required.filter(name => !names.includes(name)),
        [],
      );
      const known = [...virtualCardMembers.required, ...virtualCardMembers.optional];
      assert.deepEqual(
        names.filter(name => !known.includes(name)),
        [],
      );
      assert.ok(Object.values(card).every(value => value !== null));
      assert.deepEqual([card['issuerCardRefId'], card['isPrimary']], [issuerCardRefId, true]);
    }
  });

  for (const [issuerId, product, form] of [
    ['CMISSUER01', 'DEMO-DEBIT', /^M[A-Za-z0-9+/]+=*$/],
    ['CMISSUER02', 'DEMO-PLAIN', /^30[0-9a-f]+$/],
  ] as const) {
    test(`getTokenInfo of ${issuerId}: the value opens with the issuer's key`, async () => {
      const sender = parties.issuer(issuerId);
      const token = await parties.enrol({}, product);
      const { status, json } = await sender.call('getTokenInfo', namesOf(token));
      const { tokenInfo, publicKeyIdentifier, ...card } = json as VirtualCard & { tokenInfo: string };
      assert.equal(status, 200);
      assert.match(tokenInfo, form);
      const key = sandbox.description.issuers[issuerId]?.envelope.keyIdentifier;
      assert.equal(publicKeyIdentifier, key);
      const { token: dpan, tokenExpiryDate } = await openTokenInfo(issuerId, tokenInfo);
      assert.ok(isPan(dpan));
      assert.deepEqual([dpan.slice(-4), tokenExpiryDate], [card['tokenLastDigits'], card['tokenExpiryDate']]);

      const listed = (await sender.call('getCardInfo', cardOf(token))).json as { virtualCardList: object[] };
      assert.deepEqual(listed.virtualCardList, [card]);
    });
  }
});

async function openTokenInfo(
  issuerId: string,
  tokenInfo = '',
): Promise<{ token: string; tokenExpiryDate: string }> {
  const files = sandbox.description.issuers[issuerId]?.envelope ?? assert.fail();
  const key = importOpeningKey({ keyIdentifier: files.keyIdentifier, ...(await readIdentity(files)) });
  const envelope = await openEnvelope(tokenInfo, { keys: [key], pkcs1v15: 'allowed' });
  assert.ok(envelope.opened);
  return JSON.parse(Buffer.from(envelope.plaintext).toString('utf8'));
}

describe('updateCard', () => {
  /** Both numbers must be given, whatever changes. */
  const details = (pan: string, changes: Partial<FpanDetails> = {}): FpanDetails => ({
    oldFPAN: pan,
    oldExpDate: '1230',
    newFPAN: pan,
    newExpDate: '1231',
    ...changes,
  });

  const update = (token: Pick<TestToken, 'issuerCardRefId'>, change: Record<string, unknown>) =>
    issuer.call('updateCard', { issuerCardRefId: token.issuerCardRefId, ...change });

  /** An updateCard that is taken; returns its correlation id. */
  async function updated(token: TestToken, change: Record<string, unknown>): Promise<string> {
    const { status, text, correlationId } = await update(token, change);
    assert.deepEqual([status, text], [200, '']);
    return correlationId;
  }

  const fpanDetails = async (content: FpanDetails) => ({
    fpanDetails: await sealForHub(sandbox.description, writeFpanDetails(content)),
  });

  test('new expiry date: UPDATE for each active or suspended token, none for others', async () => {
    const pan = parties.newPan();
    const tokens = [];
    for (const kind of ['active', 'suspended by the issuer', 'suspended by the wallet'] as const) {
      tokens.push(await kinds[kind]({ pan }));
    }
    const inactive = await kinds.inactive({ pan });
    const deploying = await kinds.deploying({ pan });
    const deleted = await kinds.deleted({ pan });
    const before = await Promise.all(tokens.map(toldOf));

    const correlationId = await updated(deleted, await fpanDetails(details(pan)));
    const callbacks = await issuer.awaitCallbacks(correlationId, tokens.length);
    for (const { request } of callbacks) assert.equal(request.issuerCardRefId, deleted.issuerCardRefId);
    for (const [index, token] of tokens.entries()) {
      const told = before[index] ?? [];
      assert.deepEqual(await everythingTold(token), [...told, 'UPDATE ISSUER', 'DELETE ISSUER']);
    }
    await issuer.awaitCallbacks((await actWhenFree('SUSPEND', inactive)).correlationId, 1);
    assert.deepEqual(await everythingTold(inactive), ['SUSPEND ISSUER', 'DELETE ISSUER']);
    assertRefused(await actWhenFree('RESUME', deploying), 432);
    assert.deepEqual(await everythingTold(deploying), ['DELETE ISSUER']);
    assert.deepEqual(await toldOf(deleted), ['ACTIVATE TSP', 'DELETE ISSUER']);
    assert.equal((await issuer.callbacks(correlationId)).length, tokens.length);
  });

  test('new number: the old one is unknown from then on, the new one leads to the same card', async () => {
    const pan = parties.newPan();
    const newFPAN = parties.newPan();
    const token = await activeToken({ pan });
    // By way of the reference issuer, which keeps up with it in its own books.
    const { correlationId, status } = await sandbox.client.callHub('CMISSUER01', 'updateCard', {
      body: { ...cardOf(token), fpanDetails: details(pan, { newFPAN }) },
    });
    assert.equal(status, 200);
    await issuer.awaitCallbacks(correlationId, 1);
    assert.equal((await parties.device(token.virtualCardId)).cardLastDigits, newFPAN.slice(-4));
    assertRefused(await update(token, await fpanDetails(details(pan))), 116);
    await issuer.awaitCallbacks(await updated(token, await fpanDetails(details(newFPAN))), 1);

    const second = await activeToken({ pan: newFPAN });
    const { json } = await issuer.call('getCardInfo', cardOf(token));
    const { virtualCardList } = json as { virtualCardList: VirtualCard[] };
    assert.deepEqual(
      virtualCardList.map(({ virtualCardId }) => virtualCardId),
      [token.virtualCardId, second.virtualCardId],
    );
  });

  test('a number this card cannot have: 166, and nothing changes', async () => {
    const pan = parties.newPan();
    const [token, other] = await Promise.all([activeToken({ pan }), activeToken()]);
    const numbers = {
      'of another product of the issuer': parties.newPan('DEMO-LIMITED'),
      'of another issuer': parties.newPan('DEMO-PLAIN'),
      'in no range': '4111111111111111',
      'in the range but not of its length': `${pan.slice(0, -1)}000`,
      'with a wrong check digit': pan.slice(0, -1) + ((Number(pan.at(-1)) + 1) % 10),
      'of another card': other.pan,
    };
    for (const [which, newFPAN] of Object.entries(numbers)) {
      const answer = await update(token, await fpanDetails(details(pan, { newFPAN })));
      assert.deepEqual(
        [answer.status, (answer.json as { responseCode: number }).responseCode],
        [400, 166],
        which,
      );
    }
    assert.deepEqual(await everythingTold(token), ['ACTIVATE TSP', 'DELETE ISSUER']);
  });

  test('new profile alone', async () => {
    const token = await activeToken();
    const correlationId = await updated(token, { newProductId: 'DEMO-DEBIT-GOLD' });
    assert.deepEqual((await issuer.awaitCallbacks(correlationId, 1)).map(said), ['UPDATE ISSUER']);
  });

  test('new reference: told under it; the old one leads to the card until all is settled', async () => {
    const token = await activeToken();
    await parties.setDevice(token.virtualCardId, 'refusing');
    const newIssuerCardRefId = `${token.issuerCardRefId}-new`;
    const correlationId = await updated(token, { newIssuerCardRefId });
    const renamed = { ...token, issuerCardRefId: newIssuerCardRefId };
    for (const issuerCardRefId of [token.issuerCardRefId, newIssuerCardRefId]) {
      const { status, json } = await issuer.call('getCardInfo', { issuerCardRefId });
      assert.equal(status, 200);
      assert.equal((json as { issuerCardRefId: string }).issuerCardRefId, newIssuerCardRefId);
    }
    assertRefused(await update(renamed, { newProductId: 'DEMO-DEBIT' }), 321);

    await parties.setDevice(token.virtualCardId, 'reachable');
    await sandbox.client.advanceClock(10_000);
    const [callback] = await issuer.awaitCallbacks(correlationId, 1);
    assert.deepEqual(callback && said(callback), 'UPDATE ISSUER');
    assert.equal(callback?.request.issuerCardRefId, newIssuerCardRefId);
    assertRefused(await issuer.call('getCardInfo', cardOf(token)), 116);
    await done('DELETE', renamed);
  });

  test('a new reference of a card with many tokens is settled with the last of them', async () => {
    const pan = parties.newPan();
    const tokens = await Promise.all(Array.from({ length: 8 }, () => activeToken({ pan })));
    const [first] = tokens;
    const newIssuerCardRefId = `${first?.issuerCardRefId}-new`;
    const correlationId = await updated(first ?? assert.fail(), { newIssuerCardRefId });
    const callbacks = await issuer.awaitCallbacks(correlationId, tokens.length);
    assert.deepEqual(new Set(callbacks.map(said)), new Set(['UPDATE ISSUER']));
    assertRefused(await issuer.call('getCardInfo', { issuerCardRefId: first?.issuerCardRefId }), 116);
  });

  test('new reference of a card without live tokens: the old one is unknown at once', async () => {
    const token = await kinds.deleted({});
    const newIssuerCardRefId = `${token.issuerCardRefId}-new`;
    await updated(token, { newIssuerCardRefId });
    assertRefused(await issuer.call('getCardInfo', cardOf(token)), 116);
    const { json } = await issuer.call('getCardInfo', { issuerCardRefId: newIssuerCardRefId });
    const [listed] = (json as { virtualCardList: VirtualCard[] }).virtualCardList;
    assert.deepEqual([listed?.status, listed?.['issuerCardRefId']], ['DELETED', newIssuerCardRefId]);
  });

  test('a new reference is settled, too, when a deletion goes before the update', async () => {
    const token = await activeToken();
    await parties.setDevice(token.virtualCardId, 'refusing');
    const newIssuerCardRefId = `${token.issuerCardRefId}-new`;
    const updating = await updated(token, { newIssuerCardRefId });
    await parties.setDevice(token.virtualCardId, 'reachable');
    await done('DELETE', { ...token, issuerCardRefId: newIssuerCardRefId });
    assert.deepEqual((await issuer.callbacks(updating)).map(said), ['UPDATE ISSUER 323']);
    assertRefused(await issuer.call('getCardInfo', cardOf(token)), 116);
  });

  test('an identifier may come as a number', async () => {
    const token = await activeToken();
    await issuer.awaitCallbacks(await updated(token, { newIssuerCardRefId: 20261122 }), 1);
    for (const issuerCardRefId of [20261122, '20261122']) {
      const { status, json } = await issuer.call('getCardInfo', { issuerCardRefId });
      assert.deepEqual([status, (json as { issuerCardRefId: string }).issuerCardRefId], [200, '20261122']);
    }
  });

  test('the reference of another card: 112, its alias too', async () => {
    const [token, other] = await Promise.all([activeToken(), activeToken()]);
    await parties.setDevice(other.virtualCardId, 'refusing');
    await updated(other, { newIssuerCardRefId: `${other.issuerCardRefId}-new` });
    for (const taken of [other.issuerCardRefId, `${other.issuerCardRefId}-new`]) {
      const answer = await update(token, { newIssuerCardRefId: taken });
      assertRefused(answer, 112);
      assert.match(answer.text, /newIssuerCardRefId/);
    }
    assert.deepEqual(await everythingTold(token), ['ACTIVATE TSP', 'DELETE ISSUER']);
  });

  test('its own reference as the new one changes nothing of it', async () => {
    const token = await activeToken();
    const { issuerCardRefId } = token;
    await issuer.awaitCallbacks(await updated(token, { newIssuerCardRefId: issuerCardRefId }), 1);
    assert.equal((await issuer.call('getCardInfo', { issuerCardRefId })).status, 200);
  });
});

describe('sendMessage', () => {
  const send = (token: TestToken, members: Record<string, unknown>) =>
    issuer.call('sendMessage', { ...namesOf(token), ...members });

  const shownOn = async ({ virtualCardId }: TestToken) => (await parties.device(virtualCardId)).messages;

  test('is shown on the device as it was sent', async () => {
    const token = await activeToken();
    const message = `Ditt kort er klart ☕ ${'x'.repeat(230)}`;
    const absent = { messageId: null, language: null, expirationDate: null, openInIssuerApp: null };
    const bare = await send(token, { message, ...absent });
    assert.deepEqual([bare.status, bare.text], [200, '']);
    const expirationDate = new Date(Date.now() + 29 * 24 * 3600 * 1000).toISOString();
    const members = { message: 'Hei', expirationDate, openInIssuerApp: true };
    const full = await send(token, { ...members, messageId: 42, language: 'NO' });
    assert.equal(full.status, 200);
    const { virtualCardId } = token;
    assert.deepEqual(await shownOn(token), [
      { correlationId: bare.correlationId, virtualCardId, message },
      { correlationId: full.correlationId, virtualCardId, ...members, messageId: '42', language: 'no' },
    ]);
  });

  test('nobody hears of it but the device', async () => {
    const token = await activeToken();
    await send(token, { message: 'Hei' });
    assert.deepEqual(await everythingTold(token), ['ACTIVATE TSP', 'DELETE ISSUER']);
  });

  test('is for tokens that wait or are suspended, too', async () => {
    for (const kind of ['inactive', 'suspended by the issuer'] as const) {
      const token = await kinds[kind]({});
      assert.equal((await send(token, { message: 'Hei' })).status, 200);
      assert.equal((await shownOn(token)).length, 1);
    }
  });

  test('another wallet: 432', async () => {
    for (const wallet of ['ANDROID_PAY', 'SPAYHCE', 'NETFLIX', 'ECOM'] as const) {
      assertRefused(await send(await parties.enrol({ wallet }), { message: 'Hei' }), 432);
    }
  });

  test('an expiration date more than 30 days ahead: 112', async () => {
    const token = await activeToken();
    const { now } = await sandbox.client.advanceClock(1);
    const days = (count: number) => new Date(Date.parse(now) + count * 24 * 3600 * 1000).toISOString();
    const tooFar = await send(token, { message: 'Hei', expirationDate: days(31) });
    assertRefused(tooFar, 112);
    assert.match(tooFar.text, /expirationDate/);
    assert.deepEqual(await shownOn(token), []);
    assert.equal((await send(token, { message: 'Hei', expirationDate: days(30) })).status, 200);
  });

  test('a device that cannot be reached: 221', async () => {
    const token = await activeToken();
    for (const condition of ['unreachable', 'refusing'] as const) {
      await parties.setDevice(token.virtualCardId, condition);
      assertRefused(await send(token, { message: 'Hei' }), 221);
    }
    assert.deepEqual(await shownOn(token), []);
  });
});

/** Last, for the clock goes on for everybody. */
describe('a device that stays away for a day', () => {
  test('221 for each change, and the TSP has made it all the same; nothing for what is silent', async () => {
    const [active, resumed, pending] = await Promise.all([
      activeToken(),
      kinds['suspended by the issuer']({}),
      kinds.inactive({}),
    ]);
    for (const { virtualCardId } of [active, resumed, pending]) {
      await parties.setDevice(virtualCardId, 'refusing');
    }
    const suspending = await act('SUSPEND', namesOf(active));
    const resuming = await act('RESUME', namesOf(resumed));
    const updating = await issuer.call('updateCard', { ...cardOf(pending), newProductId: 'DEMO-DEBIT' });
    const asked = async () => (await sandbox.client.exchanges(updating.correlationId)).length - 1;
    await until('the TSP', async () => (await look(active)).state === 'SUSPENDED');
    await until('the TSP', async () => (await look(resumed)).state === 'RESUMED');
    await until('a word to the device', async () => (await asked()) === 1);

    await sandbox.client.advanceClock(24 * 3600 * 1000);
    assert.deepEqual((await issuer.awaitCallbacks(suspending, 1)).map(said), ['SUSPEND ISSUER 221']);
    assert.deepEqual((await issuer.awaitCallbacks(resuming, 1)).map(said), ['RESUME ISSUER 221']);
    assert.deepEqual(await look(active), { state: 'SUSPENDED', by: [ISSUER] });
    await until('a last word to the device', async () => (await asked()) === 2);
    await parties.setDevice(pending.virtualCardId, 'reachable');
    await issuer.awaitCallbacks((await actWhenFree('SUSPEND', pending)).correlationId, 1);
    assert.deepEqual(await toldOf(pending), ['SUSPEND ISSUER']);
  });
});
