import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { selfSignTlsCertificate, validFor } from '@countermark/hub/identity/certificates';
import { bearerClient } from '@countermark/sandbox/bearer-client';
import { sandboxProducts } from '@countermark/sandbox/sandbox/sandbox-parties';
import { testPan } from '@countermark/sandbox/test-cards';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import { badEnvelopes, sealWithPkcs1v15 } from './support/bad-envelopes.ts';
import type { RawAnswer } from './support/raw-https.ts';
import { hubSealingKey, readSealingKey, sealForHub } from './support/seal-for-hub.ts';
import {
  gatherParties,
  readIdentity,
  type TestIssuer,
  type TestParties,
  type TestRequestor,
} from './support/test-parties.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** The token requestor API: what a requestor may do, when, and how often. */

let sandbox: TestSandbox;
let parties: TestParties;
let wallet: TestRequestor;
let merchant: TestRequestor;
let issuer: TestIssuer;

before(async () => {
  sandbox = await startTestSandbox();
  parties = await gatherParties(sandbox);
  wallet = parties.requestor('wallet');
  merchant = parties.requestor('merchant');
  issuer = parties.issuer('CMISSUER01');
});

after(async () => {
  parties?.close();
  await sandbox?.close();
});

const applePay = '40010030273';
const netflix = '40010075839';
const webShop = '99900000001';

/** The members of an enrolment of a new card on a new device, in the clear. */
interface Start extends CardInfo {
  [member: string]: unknown;
}

async function startMessage({
  fpan = parties.newPan(),
  exp = '1230',
  cvv = '123',
  ...members
}: Partial<Start> = {}) {
  const { description } = sandbox;
  return {
    tokenRequestorId: applePay,
    tokenType: 'EMBEDDED_SE',
    tokenStorageId: randomUUID(),
    walletCardRefId: randomUUID(),
    publicKeyIdentifier: description.hub.envelope.keyIdentifier,
    cipheredCardInfo: await sealForHub(description, writeCardInfo({ fpan, exp, cvv })),
    walletUserInformation: { walletUserId: 'user-1' },
    cardCaptureInformation: { captureMethod: 'MANUAL' },
    deviceInformation: { tokenStorageType: 'PHONE' },
    ...members,
  };
}

/** A card-on-file enrolment has no device. */
const cardOnFile = {
  tokenRequestorId: netflix,
  tokenType: 'CARD_ON_FILE',
  tokenStorageId: null,
  deviceInformation: null,
  cardCaptureInformation: { captureMethod: 'ON_FILE' },
};

function viewIn(answer: RawAnswer): EnrolmentView {
  assert.ok(answer.status === 200 || answer.status === 201, `${answer.status} ${answer.text}`);
  return answer.json as EnrolmentView;
}

function assertRefused(answer: RawAnswer, status: number, code: number, naming?: string): void {
  const { errorCode, errorMessage, ...more } = answer.json as { errorCode: number; errorMessage: string };
  assert.deepEqual([answer.status, errorCode, more], [status, code, {}], answer.text.slice(0, 200));
  if (naming !== undefined) assert.match(errorMessage, new RegExp(`\\b${naming}\\b`));
}

const terms = { accepted: true, termsId: 'DEMO-TERMS', version: '1' };

/** Enrolments at each step, by how they get there. */
const steps = {
  TERMS_DUE: async (start: Partial<Start> = {}) =>
    viewIn(await wallet.post('/enrolments', await startMessage(start))),
  async PROVISIONING_DUE(start: Partial<Start> = {}): Promise<EnrolmentView> {
    const { enrolmentId } = await steps.TERMS_DUE(start);
    return viewIn(await wallet.post(`/enrolments/${enrolmentId}/terms`, terms));
  },
  /** Verification by a code, which nobody has asked for yet. */
  async VERIFICATION_DUE(start: Partial<Start> = {}): Promise<EnrolmentView> {
    const { enrolmentId } = await steps.PROVISIONING_DUE({ exp: '1231', ...start });
    return viewIn(await wallet.post(`/enrolments/${enrolmentId}/provisioning`, { result: 'DELIVERED' }));
  },
  async ACTIVATED(start: Partial<Start> = {}): Promise<EnrolmentView> {
    const { enrolmentId } = await steps.PROVISIONING_DUE(start);
    return viewIn(await wallet.post(`/enrolments/${enrolmentId}/provisioning`, { result: 'DELIVERED' }));
  },
  async DECLINED(): Promise<EnrolmentView> {
    return steps.PROVISIONING_DUE({ exp: '1234' });
  },
};

const look = async (enrolmentId: string, at = wallet) => viewIn(await at.get(`/enrolments/${enrolmentId}`));

const calls = {
  terms,
  provisioning: { result: 'DELIVERED' },
  'idv-method': { id: 'sms' },
  otp: { otp: '123456' },
};

function tokenOf(view: EnrolmentView): TokenOfRequestor {
  return view.token ?? assert.fail('the enrolment has no token');
}

/** What the issuer was asked in an enrolment; notifications come when they come. */
async function questionsIn({ enrolmentId }: EnrolmentView): Promise<string[]> {
  const operations = (await issuer.journal(enrolmentId)).map(({ operation }) => operation);
  return operations.filter(operation => operation !== 'notifyVirtualCardChange');
}

/** An id of a method by which a code is sent. */
function codeMethodOf({ idvMethods = [] }: EnrolmentView): string {
  return idvMethods.find(({ type }) => type === 'cell_phone')?.id ?? assert.fail('no code is offered');
}

describe('who calls', () => {
  test('a certificate that belongs to no requestor, and none: 403 with 113 for every path', async () => {
    const own = await readIdentity(sandbox.description.issuers['CMISSUER01']?.client ?? assert.fail());
    const subject = {
      commonName: 'wallet',
      use: { role: 'client' },
      validity: validFor(30, new Date()),
    } as const;
    for (const identity of [null, own, await selfSignTlsCertificate(subject)]) {
      const line = parties.stranger(identity, sandbox.description.hub.tokenRequestorUrl);
      for (const [method, path] of [
        ['GET', '/tokens'],
        ['POST', '/enrolments'],
        ['GET', '/nothing'],
        ['DELETE', '/tokens/%zz'],
      ] as const) {
        assertRefused(await line.call(path, { method }), 403, 113);
      }
    }
  });

  test('a TRID that is not its own: 403 with 113, whoever else has it', async () => {
    for (const tokenRequestorId of [netflix, '40010069887']) {
      assertRefused(await wallet.post('/enrolments', await startMessage({ tokenRequestorId })), 403, 113);
    }
    assertRefused(await merchant.post('/enrolments', await startMessage()), 403, 113);
  });

  test("another requestor's enrolment is as unknown as one that never was, and stays as it is", async () => {
    const view = await steps.VERIFICATION_DUE();
    const unknown = await merchant.get('/enrolments/no-such-enrolment');
    assertRefused(unknown, 404, 118);
    assert.equal((await merchant.get(`/enrolments/${view.enrolmentId}`)).text, unknown.text);
    for (const [call, body] of Object.entries(calls)) {
      const answer = await merchant.post(`/enrolments/${view.enrolmentId}/${call}`, body);
      assert.deepEqual([answer.status, answer.text], [404, unknown.text], call);
      assertRefused(await wallet.post(`/enrolments/no-such-enrolment/${call}`, body), 404, 118);
    }
    assert.deepEqual(await look(view.enrolmentId), view);
    assert.equal((await issuer.journal(view.enrolmentId)).length, 2);
  });

  test("another requestor's token is unknown, in lists too, and stays as it is", async () => {
    const fpan = parties.newPan();
    const token = tokenOf(await steps.ACTIVATED({ fpan }));
    const unknown = await merchant.get('/tokens/no-such-token');
    assertRefused(unknown, 404, 119);
    assert.equal((await merchant.get(`/tokens/${token.virtualCardId}`)).text, unknown.text);
    const event = await merchant.post(`/tokens/${token.virtualCardId}/events`, { event: 'DEVICE_LOST' });
    assert.deepEqual([event.status, event.text], [404, unknown.text]);
    const list = async (at: TestRequestor, query: string) =>
      ((await at.get(`/tokens${query}`)).json as { tokens: TokenOfRequestor[] }).tokens;
    const ofCard = `?walletCardRefId=${token.walletCardRefId}`;
    assert.deepEqual(await list(merchant, ofCard), []);
    assert.deepEqual(await list(wallet, ofCard), [token]);
    assert.ok((await list(wallet, '')).some(({ virtualCardId }) => virtualCardId === token.virtualCardId));
    assert.ok((await list(merchant, '')).every(({ virtualCardId }) => virtualCardId !== token.virtualCardId));
    assert.deepEqual((await wallet.get(`/tokens/${token.virtualCardId}`)).json, token);
  });

  test("a card known to another requestor cannot be named by that requestor's reference", async () => {
    const { walletCardRefId } = tokenOf(await steps.ACTIVATED());
    const start = { ...(await startMessage({ ...cardOnFile, walletCardRefId })), cipheredCardInfo: null };
    assertRefused(await merchant.post('/enrolments', start), 404, 116);
  });
});

describe('what may be asked for', () => {
  /** Whatever the issuer is asked belongs to a session: without one it was not asked. */
  const newestSession = async () => {
    const { url, token } = sandbox.description.operator;
    const operator = bearerClient({ url: `${url}/operator/v1`, token });
    const { sessions } = (await operator.get('/sessions?limit=1')) as { sessions: { enrolmentId: string }[] };
    return sessions[0]?.enrolmentId;
  };

  const rows: [why: string, change: () => Promise<object>, status: number, code: number][] = [
    ['a PAN in no range', () => startMessage({ fpan: '4111111111111111' }), 400, 163],
    [
      'a PAN in a range but not of its length',
      () => startMessage({ fpan: testPan({ prefix: '99901001', length: 19, index: 1 }) }),
      400,
      163,
    ],
    ['a PAN with a wrong check digit', () => startMessage({ fpan: '9990100100000001' }), 400, 166],
    [
      'no card at all',
      async () => ({ ...(await startMessage()), cipheredCardInfo: null, walletCardRefId: null }),
      400,
      111,
    ],
    [
      'a reference without a token',
      async () => ({ ...(await startMessage()), cipheredCardInfo: null, walletCardRefId: 'no-such-card' }),
      404,
      116,
    ],
  ];
  for (const [why, change, status, code] of rows) {
    test(`${why}: ${status} with ${code}; no session, no word to the issuer`, async () => {
      const former = await newestSession();
      assertRefused(await wallet.post('/enrolments', await change()), status, code);
      assert.equal(await newestSession(), former);
    });
  }

  test('a product that is not for this TRID: 163', async () => {
    const { url, token } = sandbox.description.operator;
    const [{ productId: _, ...product }] = sandboxProducts as [(typeof sandboxProducts)[number]];
    await bearerClient({ url: `${url}/operator/v1`, token }).send('PUT', '/products/MERCHANTS-ONLY', {
      ...product,
      panRanges: [{ prefix: '99901008', panLength: 16 }],
      tokenRequestorIds: [netflix],
    });
    const fpan = testPan({ prefix: '99901008', index: 1 });
    assertRefused(await wallet.post('/enrolments', await startMessage({ fpan })), 400, 163);
    // The reference issuer, who is asked this time, does not know the range.
    const { refusal } = viewIn(
      await merchant.post('/enrolments', await startMessage({ ...cardOnFile, fpan })),
    );
    assert.deepEqual([refusal?.kind, refusal?.code], ['DECLINED', 116]);
    const other = await startMessage({ ...cardOnFile, fpan, tokenRequestorId: webShop });
    assertRefused(await merchant.post('/enrolments', other), 400, 163);
  });

  test('card data that does not open: 112, word for word the same whatever the cause', async () => {
    const hub = await hubSealingKey(sandbox.description);
    const other = await readSealingKey(sandbox.description.issuers['CMISSUER01']?.envelope ?? assert.fail());
    const plaintext = writeCardInfo({ fpan: parties.newPan(), exp: '1230' });
    const envelopes = {
      ...(await badEnvelopes(plaintext, { hub, other })),
      'PKCS#1 v1.5': await sealWithPkcs1v15(plaintext, hub),
    };
    const start = await startMessage();
    const former = await newestSession();
    const texts = new Set<string>();
    for (const [cause, cipheredCardInfo] of Object.entries(envelopes)) {
      const answer = await wallet.post('/enrolments', { ...start, cipheredCardInfo });
      assert.equal(answer.status, 400, cause);
      texts.add(answer.text);
    }
    assert.deepEqual(
      [...texts].map(text => JSON.parse(text).errorCode),
      [112],
    );
    assert.equal(await newestSession(), former);
  });

  for (const member of ['tokenRequestorId', 'tokenType', 'walletUserInformation']) {
    for (const value of [undefined, null]) {
      test(`${member} ${value}: 111`, async () => {
        const answer = await wallet.post('/enrolments', { ...(await startMessage()), [member]: value });
        assertRefused(answer, 400, 111, member);
      });
    }
  }

  const wrong: [path: string, body: () => Promise<unknown>, naming: string][] = [
    [
      '/enrolments',
      async () => ({ ...(await startMessage()), tokenRequestorId: '4001003027' }),
      'tokenRequestorId',
    ],
    ['/enrolments', async () => ({ ...(await startMessage()), tokenType: 'PHONE' }), 'tokenType'],
    [
      '/enrolments',
      async () => ({ ...(await startMessage()), walletUserInformation: 'x' }),
      'walletUserInformation',
    ],
    ['/enrolments', async () => ({ ...(await startMessage()), language: 'english' }), 'language'],
    [
      '/enrolments',
      async () => ({ ...(await startMessage()), tokenStorageId: 'x'.repeat(65) }),
      'tokenStorageId',
    ],
    ['/enrolments/ID/terms', async () => ({ accepted: 'yes' }), 'accepted'],
    ['/enrolments/ID/terms', async () => ({ ...terms, acceptedDate: 'yesterday' }), 'acceptedDate'],
    ['/enrolments/ID/provisioning', async () => ({ result: 'DONE' }), 'result'],
    ['/enrolments/ID/idv-method', async () => ({ id: '' }), 'id'],
    ['/enrolments/ID/otp', async () => ({ otp: '12a456' }), 'otp'],
    ['/enrolments/ID/otp', async () => ({ otp: '123' }), 'otp'],
    ['/tokens/ID/events', async () => ({ event: 'EATEN_BY_DOG' }), 'event'],
  ];
  for (const [path, body, naming] of wrong) {
    test(`POST ${path}: 112 for ${naming}`, async () => {
      const { enrolmentId } = await steps.TERMS_DUE();
      assertRefused(await wallet.post(path.replace('ID', enrolmentId), await body()), 400, 112, naming);
      assert.equal((await look(enrolmentId)).step, 'TERMS_DUE');
    });
  }

  test('not JSON, no JSON object, too large, another media type, another verb, another path', async () => {
    const json = { 'content-type': 'application/json' };
    const line = wallet.line;
    for (const body of ['', '{', '[]', 'null']) {
      assertRefused(await line.call('/enrolments', { headers: json, body }), 400, 112, 'body');
    }
    const oversized = JSON.stringify({ padding: 'x'.repeat(64 * 1024) });
    for (const framing of ['content-length', 'chunked'] as const) {
      assertRefused(await line.call('/enrolments', { headers: json, body: oversized, framing }), 413, 112);
    }
    assertRefused(await line.call('/enrolments', { body: '{}' }), 415, 112);
    const text = { 'content-type': 'text/plain' };
    assertRefused(await line.call('/enrolments', { headers: text, body: '{}' }), 415, 112);
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await line.call('/enrolments', { method, headers: json, body: '{}' });
      assertRefused(answer, 405, 112);
      assert.equal(answer.headers.allow, 'POST');
    }
    assertRefused(await line.call('/nothing', { headers: json, body: '{}' }), 404, 112);
  });

  test('an id that no enrolment or token can have is as unknown as any other', async () => {
    for (const id of [
      '%00',
      'a%00b',
      '%zz',
      '%ED%A0%80',
      'x'.repeat(65),
      'x'.repeat(1000),
      '..%2F..',
      '%20',
      "'",
    ]) {
      assertRefused(await wallet.get(`/enrolments/${id}`), 404, 118);
      assertRefused(await wallet.get(`/tokens/${id}`), 404, 119);
      for (const [call, body] of Object.entries(calls)) {
        assertRefused(await wallet.post(`/enrolments/${id}/${call}`, body), 404, 118);
      }
      assertRefused(await wallet.post(`/tokens/${id}/events`, { event: 'DEVICE_LOST' }), 404, 119);
    }
  });

  test('a walletCardRefId that is given twice or cannot be one: 112', async () => {
    for (const query of ['walletCardRefId=a&walletCardRefId=b', 'walletCardRefId=%00', 'walletCardRefId=']) {
      assertRefused(await wallet.get(`/tokens?${query}`), 400, 112, 'walletCardRefId');
    }
    assert.equal((await wallet.get('/tokens?new=parameter')).status, 200);
  });

  test('members that nobody knows are ignored', async () => {
    const start = { ...(await startMessage()), whatever: { a: 1 } };
    assert.equal(viewIn(await wallet.post('/enrolments', start)).step, 'TERMS_DUE');
  });
});

describe('steps out of order: 409 with 432, and nothing happens', () => {
  const possible: Record<keyof typeof steps, keyof typeof calls | null> = {
    TERMS_DUE: 'terms',
    PROVISIONING_DUE: 'provisioning',
    VERIFICATION_DUE: 'idv-method',
    ACTIVATED: null,
    DECLINED: null,
  };
  for (const [step, next] of Object.entries(possible) as [keyof typeof steps, string | null][]) {
    test(step, async () => {
      const view = await steps[step]();
      const asked = await questionsIn(view);
      for (const [call, body] of Object.entries(calls)) {
        if (call === next) continue;
        assertRefused(await wallet.post(`/enrolments/${view.enrolmentId}/${call}`, body), 409, 432);
      }
      assert.deepEqual(await look(view.enrolmentId), view);
      assert.deepEqual(await questionsIn(view), asked);
    });
  }

  test('provisioning cancelled: the token is deleted, and nothing more is possible', async () => {
    for (const result of ['FAILED', 'CANCELLED']) {
      const { enrolmentId } = await steps.PROVISIONING_DUE();
      const view = viewIn(await wallet.post(`/enrolments/${enrolmentId}/provisioning`, { result }));
      assert.deepEqual([view.step, view.outcome, view.token?.state], ['ENDED', 'TOKEN_DELETED', 'DELETED']);
      const [callback] = await issuer.awaitCallbacks(enrolmentId, 1);
      assert.deepEqual([callback?.request.action, callback?.request.source], ['DELETE', 'WALLET']);
      for (const [call, body] of Object.entries(calls)) {
        assertRefused(await wallet.post(`/enrolments/${enrolmentId}/${call}`, body), 409, 432);
      }
    }
  });
});

describe('terms', () => {
  test('others than those shown: 112, missing: 111; the right ones are taken then', async () => {
    const { enrolmentId, terms: shown } = await steps.TERMS_DUE();
    const path = `/enrolments/${enrolmentId}/terms`;
    assert.deepEqual([shown?.id, shown?.version], [terms.termsId, terms.version]);
    assertRefused(await wallet.post(path, { ...terms, termsId: 'OTHER' }), 400, 112, 'termsId');
    assertRefused(await wallet.post(path, { ...terms, version: '2' }), 400, 112, 'version');
    assertRefused(await wallet.post(path, { accepted: true }), 400, 111, 'termsId');
    assert.equal((await issuer.journal(enrolmentId)).length, 1);
    assert.equal(viewIn(await wallet.post(path, terms)).step, 'PROVISIONING_DUE');
  });

  test('declined: the enrolment ends, and the issuer is not asked', async () => {
    const { enrolmentId } = await steps.TERMS_DUE();
    const view = viewIn(await wallet.post(`/enrolments/${enrolmentId}/terms`, { accepted: false }));
    assert.deepEqual([view.step, view.outcome, view.token], ['ENDED', 'TERMS_DECLINED', undefined]);
    assert.equal((await issuer.journal(enrolmentId)).length, 1);
  });
});

/** The answers of several calls at once, as `status/errorCode`, sorted. */
function summary(answers: readonly RawAnswer[]): string[] {
  return answers
    .map(({ status, json }) => [status, (json as { errorCode?: number }).errorCode].filter(Boolean).join('/'))
    .sort();
}

describe('the same at once', () => {
  const atOnce = <Result>(count: number, act: (index: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: count }, (_, index) => act(index)));

  test('terms accepted twice: one is taken, and the issuer is asked once', async () => {
    const { enrolmentId } = await steps.TERMS_DUE();
    const answers = await atOnce(2, () => wallet.post(`/enrolments/${enrolmentId}/terms`, terms));
    assert.deepEqual(summary(answers), ['200', '409/432']);
    const view = await look(enrolmentId);
    assert.deepEqual(await questionsIn(view), ['checkCardEligibility', 'requestCardDigitization']);
  });

  test('terms accepted and declined: one of the two is taken', async () => {
    const { enrolmentId } = await steps.TERMS_DUE();
    const answers = await atOnce(2, index =>
      wallet.post(`/enrolments/${enrolmentId}/terms`, { ...terms, accepted: index === 0 }),
    );
    assert.deepEqual(summary(answers), ['200', '409/432']);
  });

  test('delivered twice: one is taken, and the token is activated once', async () => {
    const { enrolmentId, token } = await steps.PROVISIONING_DUE();
    const answers = await atOnce(3, () =>
      wallet.post(`/enrolments/${enrolmentId}/provisioning`, { result: 'DELIVERED' }),
    );
    assert.deepEqual(summary(answers), ['200', '409/432', '409/432']);
    const { virtualCardId = '' } = token ?? {};
    assert.equal((await sandbox.client.token(virtualCardId)).deliveries.length, 1);
  });

  test('one device twice: one token, the other is declined with 167', async () => {
    const fpan = parties.newPan();
    const tokenStorageId = randomUUID();
    const walletCardRefId = randomUUID();
    const views = await atOnce(2, () => steps.PROVISIONING_DUE({ fpan, tokenStorageId, walletCardRefId }));
    const outcomes = views.map(({ step, refusal }) => `${step} ${refusal?.code ?? ''}`.trim());
    assert.deepEqual(outcomes.sort(), ['ENDED 167', 'PROVISIONING_DUE']);
  });

  test('a new card on several devices: a token each, on one card', async () => {
    const fpan = parties.newPan();
    const views = await atOnce(4, () => steps.ACTIVATED({ fpan }));
    const { session } = await sandbox.client.session(views[0]?.enrolmentId ?? '');
    const { json } = await issuer.call('getCardInfo', { issuerCardRefId: session.issuerCardRefId });
    const { virtualCardList } = json as { virtualCardList: { virtualCardId: string }[] };
    const listed = virtualCardList.map(({ virtualCardId }) => virtualCardId);
    assert.deepEqual(listed.sort(), views.map(view => tokenOf(view).virtualCardId).sort());
  });

  test('five codes asked for: three are sent, and no further one ever', async () => {
    const view = await steps.VERIFICATION_DUE();
    const choose = () =>
      wallet.post(`/enrolments/${view.enrolmentId}/idv-method`, { id: codeMethodOf(view) });
    assert.deepEqual(summary(await atOnce(5, choose)), ['200', '200', '200', '409/432', '409/432']);
    const sent = (await questionsIn(view)).filter(operation => operation === 'sendOTP');
    assert.equal(sent.length, 3);
    assertRefused(await choose(), 409, 432);
    const { otp } = await look(view.enrolmentId);
    assert.deepEqual([otp?.sendsLeft, otp?.otpMaxReached], [0, true]);
  });

  test('two codes asked for, of which one cannot be sent: it counts for nothing, the other stands', async () => {
    const view = await steps.VERIFICATION_DUE();
    const path = `/enrolments/${view.enrolmentId}/idv-method`;
    await sandbox.client.injectFault('CMISSUER01', {
      operation: 'sendOTP',
      fault: { responseCode: 501 },
      times: 1,
    });
    const answers = await atOnce(2, () => wallet.post(path, { id: codeMethodOf(view) }));
    assert.deepEqual(summary(answers), ['200', '400/501']);
    assert.equal((await look(view.enrolmentId)).otp?.sendsLeft, 2);
    const further = [
      await wallet.post(path, { id: codeMethodOf(view) }),
      await wallet.post(path, { id: codeMethodOf(view) }),
    ];
    assert.deepEqual(summary(further), ['200', '200']);
    assertRefused(await wallet.post(path, { id: codeMethodOf(view) }), 409, 432);
  });

  const withCode = async () => {
    const view = await steps.VERIFICATION_DUE();
    const { enrolmentId } = view;
    viewIn(await wallet.post(`/enrolments/${enrolmentId}/idv-method`, { id: codeMethodOf(view) }));
    const code = await issuer.lastCode(enrolmentId);
    const wrong = code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
    return {
      enrolmentId,
      enter: (otp: 'right' | 'wrong') =>
        wallet.post(`/enrolments/${enrolmentId}/otp`, { otp: otp === 'right' ? code : wrong }),
    };
  };
  const results = (answers: readonly RawAnswer[]) =>
    answers.map(({ json }) => (json as { result?: string }).result ?? 'none').sort();

  test('wrong codes all count: three void the code, and the right one comes too late', async () => {
    const { enrolmentId, enter } = await withCode();
    const answers = await atOnce(5, () => enter('wrong'));
    const exceeded = 'INCORRECT_CODE_RETRIES_EXCEEDED';
    assert.deepEqual(results(answers), ['INCORRECT_CODE', 'INCORRECT_CODE', exceeded, exceeded, exceeded]);
    assert.equal((await look(enrolmentId)).otp?.attemptsLeft, 0);
    assert.deepEqual(results([await enter('right')]), [exceeded]);
    assert.equal(tokenOf(await look(enrolmentId)).state, 'INACTIVE');
  });

  test('the right code twice: the token is activated once', async () => {
    const { enrolmentId, enter } = await withCode();
    const answers = await atOnce(2, () => enter('right'));
    assert.deepEqual(summary(answers), ['200', '409/432']);
    const { virtualCardId, state } = tokenOf(await look(enrolmentId));
    assert.equal(state, 'RESUMED');
    assert.equal((await sandbox.client.token(virtualCardId)).deliveries.length, 1);
  });

  test('a token deleted twice: one is taken', async () => {
    const { virtualCardId } = tokenOf(await steps.ACTIVATED());
    const answers = await atOnce(2, () =>
      wallet.post(`/tokens/${virtualCardId}/events`, { event: 'DELETED_IN_WALLET' }),
    );
    assert.deepEqual(summary(answers), ['200', '409/432']);
    assert.equal((await sandbox.client.token(virtualCardId)).deliveries.length, 2);
  });
});

test('an ID&V method that is not offered: 112; one that needs no code is chosen without sending any', async () => {
  const view = await steps.VERIFICATION_DUE({ exp: '1232' });
  const path = `/enrolments/${view.enrolmentId}/idv-method`;
  assertRefused(await wallet.post(path, { id: 'no-such-method' }), 400, 112, 'id');
  const [only] = view.idvMethods ?? [];
  assert.equal(only?.type, 'bank_app');
  const chosen = viewIn(await wallet.post(path, { id: only?.id }));
  assert.deepEqual([chosen.step, chosen.otp], ['VERIFICATION_DUE', undefined]);
  assertRefused(await wallet.post(`/enrolments/${view.enrolmentId}/otp`, { otp: '123456' }), 409, 432);
});

describe('wallet events', () => {
  type Event =
    | 'DEVICE_LOST'
    | 'DEVICE_FOUND'
    | 'DEVICE_WIPED'
    | 'SUSPENDED_BY_CARDHOLDER'
    | 'RESUMED_BY_CARDHOLDER'
    | 'PIN_LOCKED'
    | 'PIN_UNLOCKED'
    | 'DELETED_IN_WALLET';

  const lost = 'TOKEN_REQUESTOR';
  const locked = 'MOBILE_PIN_LOCKED';
  const holder = 'CARDHOLDER';

  /** A history of a token, and where each of its events leads: state and suspenders, the notice; or 432. */
  const histories: Record<string, { step?: keyof typeof steps; events: [Event, string | 432, string?][] }> = {
    'lost and found': {
      events: [
        ['DEVICE_FOUND', 432],
        ['DEVICE_LOST', `SUSPENDED ${lost}`, 'SUSPEND'],
        ['DEVICE_LOST', `SUSPENDED ${lost}`],
        ['DEVICE_FOUND', 'RESUMED', 'RESUME'],
        ['DEVICE_FOUND', 432],
      ],
    },
    'suspended and resumed by the cardholder': {
      events: [
        ['RESUMED_BY_CARDHOLDER', 432],
        ['SUSPENDED_BY_CARDHOLDER', `SUSPENDED ${holder}`, 'SUSPEND'],
        ['DEVICE_FOUND', 432],
        ['RESUMED_BY_CARDHOLDER', 'RESUMED', 'RESUME'],
      ],
    },
    'locked and unlocked': {
      events: [
        ['PIN_UNLOCKED', 432],
        ['PIN_LOCKED', `SUSPENDED ${locked}`, 'SUSPEND'],
        ['PIN_UNLOCKED', 'RESUMED', 'RESUME'],
      ],
    },
    'each takes its own suspension back': {
      events: [
        ['DEVICE_LOST', `SUSPENDED ${lost}`, 'SUSPEND'],
        ['SUSPENDED_BY_CARDHOLDER', `SUSPENDED ${lost} ${holder}`],
        ['PIN_LOCKED', `SUSPENDED ${lost} ${holder} ${locked}`],
        ['DEVICE_FOUND', `SUSPENDED ${holder} ${locked}`],
        ['PIN_UNLOCKED', `SUSPENDED ${holder}`],
        ['PIN_UNLOCKED', 432],
        ['RESUMED_BY_CARDHOLDER', 'RESUMED', 'RESUME'],
      ],
    },
    wiped: {
      events: [
        ['DEVICE_WIPED', 'DELETED', 'DELETE'],
        ['DEVICE_WIPED', 432],
        ['DEVICE_LOST', 432],
        ['DELETED_IN_WALLET', 432],
      ],
    },
    'deleted while suspended': {
      events: [
        ['DEVICE_LOST', `SUSPENDED ${lost}`, 'SUSPEND'],
        ['DELETED_IN_WALLET', 'DELETED', 'DELETE'],
        ['DEVICE_FOUND', 432],
      ],
    },
    'lost and found while verification is pending': {
      step: 'VERIFICATION_DUE',
      events: [
        ['DEVICE_LOST', `SUSPENDED ${lost}`, 'SUSPEND'],
        ['DEVICE_FOUND', 'INACTIVE', 'RESUME'],
        ['DELETED_IN_WALLET', 'DELETED', 'DELETE'],
      ],
    },
    'while it is being deployed': {
      step: 'PROVISIONING_DUE',
      events: [
        ['DEVICE_LOST', 432],
        ['SUSPENDED_BY_CARDHOLDER', 432],
        ['PIN_LOCKED', 432],
        ['DEVICE_FOUND', 432],
        ['DEVICE_WIPED', 'DELETED', 'DELETE'],
      ],
    },
  };

  for (const [name, { step = 'ACTIVATED', events }] of Object.entries(histories)) {
    test(name, async () => {
      const view = await steps[step]();
      const { virtualCardId, state: initial } = tokenOf(view);
      const told = step === 'ACTIVATED' ? ['ACTIVATE TSP'] : [];
      let now = initial;
      for (const [event, outcome, notice] of events) {
        const answer = await wallet.post(`/tokens/${virtualCardId}/events`, { event });
        if (outcome === 432) {
          assertRefused(answer, 409, 432);
          assert.equal(((await wallet.get(`/tokens/${virtualCardId}`)).json as TokenOfRequestor).state, now);
          continue;
        }
        const { state, suspendedBy } = answer.json as TokenOfRequestor;
        now = state;
        // A deleted token remembers who held it, in case it is restored.
        const holders = state === 'DELETED' ? [] : suspendedBy;
        assert.equal([state, ...holders].join(' '), outcome, event);
        if (notice !== undefined) told.push(`${notice} WALLET`);
      }
      if (now !== 'DELETED') {
        await wallet.post(`/tokens/${virtualCardId}/events`, { event: 'DELETED_IN_WALLET' });
        told.push('DELETE WALLET');
      }
      const notices = await until('the deletion', async () => {
        const callbacks = await issuer.toldOf({ virtualCardId });
        return callbacks.at(-1)?.request.action === 'DELETE' && callbacks;
      });
      assert.deepEqual(
        notices.map(({ request }) => `${request.action} ${request.source}`),
        told,
      );
      for (const { request } of notices) assert.ok(!('errorCode' in request));
    });
  }

  test('a token deleted before it was activated ends its enrolment, in the session of the enrolment', async () => {
    for (const step of ['PROVISIONING_DUE', 'VERIFICATION_DUE'] as const) {
      const { enrolmentId, token } = await steps[step]();
      await wallet.post(`/tokens/${token?.virtualCardId}/events`, { event: 'DELETED_IN_WALLET' });
      const [callback] = await issuer.awaitCallbacks(enrolmentId, 1);
      assert.deepEqual([callback?.request.action, callback?.request.source], ['DELETE', 'WALLET']);
      const view = await look(enrolmentId);
      assert.deepEqual([view.step, view.outcome], ['ENDED', 'TOKEN_DELETED']);
    }
  });
});

describe('a card of an international scheme', () => {
  test('the issuer is told of the device what gets through its network', async () => {
    const told = async (fpan: string) => {
      const deviceInformation = {
        tokenStorageType: 'PHONE',
        brand: 'iPhone',
        model: 'one',
        deviceName: 'Phone',
      };
      const { enrolmentId } = await steps.PROVISIONING_DUE({ fpan, deviceInformation });
      const asked = (await issuer.journal(enrolmentId)).find(entry => 'deviceInformation' in entry.request);
      return Object.keys(asked?.request['deviceInformation'] as object).sort();
    };
    assert.deepEqual(await told(parties.newPan('DEMO-MASTERCARD')), ['deviceName', 'tokenStorageType']);
    assert.deepEqual(await told(parties.newPan('DEMO-VISA')), ['deviceName', 'model', 'tokenStorageType']);
    assert.deepEqual(await told(parties.newPan()), ['brand', 'deviceName', 'model', 'tokenStorageType']);
  });
});

describe('card-on-file', () => {
  const enrol = async (start: Partial<Start> = {}): Promise<EnrolmentView> => {
    const message = await startMessage({ ...cardOnFile, ...start });
    const { enrolmentId, step } = viewIn(await merchant.post('/enrolments', message));
    if (step === 'ENDED') return look(enrolmentId, merchant);
    viewIn(await merchant.post(`/enrolments/${enrolmentId}/terms`, terms));
    return viewIn(await merchant.post(`/enrolments/${enrolmentId}/provisioning`, { result: 'DELIVERED' }));
  };

  test('is activated although the issuer said yellow; the issuer is told of no device', async () => {
    const view = await enrol({ exp: '1231' });
    assert.deepEqual([view.decision, view.outcome, view.token?.state], ['yellow', 'ACTIVATED', 'RESUMED']);
    const journal = await issuer.journal(view.enrolmentId);
    for (const { request } of journal) assert.ok(!('deviceInformation' in request));
    const [check] = journal;
    assert.equal(check?.request['walletProviderId'], 'NETFLIX');
  });

  test('has one token for each requestor id of a card', async () => {
    const fpan = parties.newPan();
    const walletCardRefId = 'customer-1';
    assert.equal((await enrol({ fpan, walletCardRefId })).outcome, 'ACTIVATED');
    const again = await enrol({ fpan, walletCardRefId });
    assert.deepEqual([again.outcome, again.refusal?.code], ['DECLINED', 167]);
    assert.equal((await enrol({ fpan, walletCardRefId, tokenRequestorId: webShop })).outcome, 'ACTIVATED');
  });

  test('is suspended by its requestor and the issuer only', async () => {
    const view = await enrol();
    const { virtualCardId } = tokenOf(view);
    const path = `/tokens/${virtualCardId}/events`;
    for (const event of ['SUSPENDED_BY_CARDHOLDER', 'RESUMED_BY_CARDHOLDER', 'PIN_LOCKED', 'PIN_UNLOCKED']) {
      assertRefused(await merchant.post(path, { event }), 409, 432);
    }
    await assert.rejects(sandbox.client.reportTspEvent(virtualCardId, { event: 'SUSPEND' }), { status: 409 });
    assert.equal(
      ((await merchant.get(`/tokens/${virtualCardId}`)).json as TokenOfRequestor).state,
      'RESUMED',
    );

    const { session } = await sandbox.client.session(view.enrolmentId);
    const named = { issuerCardRefId: session.issuerCardRefId, virtualCardId };
    const { correlationId } = await issuer.call('updateCardState', { ...named, action: 'SUSPEND' });
    await issuer.awaitCallbacks(correlationId, 1);
    const { suspendedBy } = (await merchant.post(path, { event: 'DEVICE_LOST' })).json as TokenOfRequestor;
    assert.deepEqual(suspendedBy, ['ISSUER', 'TOKEN_REQUESTOR']);
    assertRefused(await merchant.post(path, { event: 'PIN_UNLOCKED' }), 409, 432);
    const found = (await merchant.post(path, { event: 'DEVICE_FOUND' })).json as TokenOfRequestor;
    assert.deepEqual([found.state, found.suspendedBy], ['SUSPENDED', ['ISSUER']]);
    const gone = (await merchant.post(path, { event: 'DELETED_IN_WALLET' })).json as TokenOfRequestor;
    assert.equal(gone.state, 'DELETED');
  });
});
