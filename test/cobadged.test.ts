import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { type Fault, faultInWords } from '@countermark/sandbox/reference-issuer/faults';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import { readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { writeFpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import type { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import { sealForHub } from './support/seal-for-hub.ts';
import {
  gatherParties,
  type TestIssuer,
  type TestParties,
  type TestRequestor,
  type TestToken,
} from './support/test-parties.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** Cobadged cards: a primary token, and a domestic one beside it (Issuer Gateway Auxiliary API). */

let sandbox: TestSandbox;
let parties: TestParties;
let issuer: TestIssuer;
let wallet: TestRequestor;

before(async () => {
  sandbox = await startTestSandbox();
  parties = await gatherParties(sandbox);
  issuer = parties.issuer('CMISSUER01');
  wallet = parties.requestor('wallet');
});

after(async () => {
  parties?.close();
  await sandbox?.close();
});

/** A primary token the issuer has been told of. */
async function enrolPrimary(): Promise<TestToken> {
  const primary = await parties.enrol({}, 'DEMO-COBADGED');
  await awaitTold(primary, ['ACTIVATE']);
  return primary;
}

async function enrolBoth(): Promise<{ primary: TestToken; auxiliary: TestToken }> {
  const primary = await enrolPrimary();
  const auxiliary = await parties.addAuxiliary(primary);
  await awaitTold(auxiliary, ['ACTIVATE']);
  return { primary, auxiliary };
}

/** Actions, with the badge of the API that told them: nothing else may have been told of the token. */
async function awaitTold(token: TestToken, actions: readonly string[]): Promise<void> {
  await until(`${actions.join()} of ${token.virtualCardId}`, async () => {
    const told = await issuer.toldOf(token);
    const { deliveries } = await sandbox.client.token(token.virtualCardId);
    return told.length >= actions.length && deliveries.every(({ state }) => state !== 'PENDING');
  });
  assert.deepEqual(
    (await issuer.toldOf(token)).map(({ request }) => request.action),
    actions,
  );
}

async function stateOf({ virtualCardId }: TestToken): Promise<string> {
  return (await sandbox.client.token(virtualCardId)).token.state;
}

async function statesOf(...tokens: TestToken[]): Promise<string[]> {
  return Promise.all(tokens.map(stateOf));
}

const startPath = ({ virtualCardId }: { virtualCardId: string }) =>
  `/tokens/${virtualCardId}/auxiliary-enrolments`;

describe('both tokens', () => {
  let primary: TestToken;
  let auxiliary: TestToken;
  before(async () => {
    ({ primary, auxiliary } = await enrolBoth());
  });

  test('belong to one session, and each is told by the API of its badge', async () => {
    const calls = await issuer.journal(primary.enrolmentId);
    assert.deepEqual(
      calls.map(({ operation }) => operation),
      [
        'checkCardEligibility',
        'requestCardDigitization',
        'notifyVirtualCardChange',
        'auxiliary/requestCoBadgeDigitization',
        'auxiliary/notifyVirtualCardChange',
      ],
    );
    const { token } = await sandbox.client.token(primary.virtualCardId);
    const { tokenInfo, ...told } = calls.at(-1)?.request ?? {};
    const shown = (await sandbox.client.token(auxiliary.virtualCardId)).token;
    assert.equal(typeof tokenInfo, 'string');
    assert.deepEqual(told, {
      issuerCardRefId: auxiliary.issuerCardRefId,
      virtualCardId: auxiliary.virtualCardId,
      walletProviderId: 'APPLE_PAY',
      walletCardRefId: token.walletCardRefId,
      walletVirtualCardId: shown.walletVirtualCardId,
      tokenRequestor: { id: token.tokenRequestorId },
      primaryWalletVirtualCardId: token.walletVirtualCardId,
      tokenStorageId: token.tokenStorageId,
      isPrimary: false,
      action: 'ACTIVATE',
      source: 'TSP',
    });
    assert.notEqual(shown.walletVirtualCardId, token.walletVirtualCardId);
  });

  test('the issuer is asked for the domestic card by the international one, sealed for it', async () => {
    const calls = await issuer.journal(primary.enrolmentId);
    const asked = calls.find(({ operation }) => operation.endsWith('requestCoBadgeDigitization'));
    const { cipheredCardInfo, publicKeyIdentifier, ...rest } = asked?.request ?? {};
    const { token } = await sandbox.client.token(primary.virtualCardId);
    assert.deepEqual(rest, {
      issuerCardRefId: primary.issuerCardRefId,
      walletProviderId: 'APPLE_PAY',
      walletCardRefId: token.walletCardRefId,
      tokenStorageId: token.tokenStorageId,
      tokenStorageType: 'PHONE',
      tokenRequestor: { id: token.tokenRequestorId },
      tokenType: token.tokenType,
    });
    const { envelope } = sandbox.description.issuers['CMISSUER01'] ?? assert.fail('no issuer');
    const key = importOpeningKey({
      keyIdentifier: envelope.keyIdentifier,
      certificatePem: await readFile(envelope.certificate, 'utf8'),
      privateKeyPem: await readFile(envelope.key, 'utf8'),
    });
    const opened = await openEnvelope(String(cipheredCardInfo), { keys: [key], pkcs1v15: 'refused' });
    assert.ok(opened.opened);
    const reading = readCardInfo(opened.plaintext);
    assert.ok(reading.ok);
    assert.deepEqual([reading.content.fpan, publicKeyIdentifier], [primary.pan, envelope.keyIdentifier]);
  });

  test('getCardInfo lists both, whichever reference is asked for, and getTokenInfo finds both', async () => {
    assert.notEqual(auxiliary.issuerCardRefId, primary.issuerCardRefId);
    for (const { issuerCardRefId } of [primary, auxiliary]) {
      const { status, json } = await issuer.call('getCardInfo', { issuerCardRefId });
      const answer = json as { issuerCardRefId: string; virtualCardList: Record<string, unknown>[] };
      assert.deepEqual([status, answer.issuerCardRefId], [200, issuerCardRefId]);
      const listed = answer.virtualCardList.map(item => [
        item['virtualCardId'],
        item['issuerCardRefId'],
        item['isPrimary'],
        item['status'],
      ]);
      assert.deepEqual(listed.sort(), [
        [primary.virtualCardId, primary.issuerCardRefId, true, 'RESUMED'],
        [auxiliary.virtualCardId, auxiliary.issuerCardRefId, false, 'RESUMED'],
      ]);
      for (const { virtualCardId } of [primary, auxiliary]) {
        const found = await issuer.call('getTokenInfo', { issuerCardRefId, virtualCardId });
        assert.equal(found.status, 200);
      }
    }
  });

  test('the requestor sees which is which', async () => {
    const views = await Promise.all(
      [primary, auxiliary].map(
        async ({ virtualCardId }) => (await wallet.get(`/tokens/${virtualCardId}`)).json as TokenOfRequestor,
      ),
    );
    assert.deepEqual(
      views.map(view => [view.isPrimary, view.primaryWalletVirtualCardId]),
      [
        [true, undefined],
        [false, views[0]?.walletVirtualCardId],
      ],
    );
    assert.notEqual(views[0]?.cardLastDigits, undefined);
  });

  test('the operator sees the session of each, with all that was said', async () => {
    const [first, second] = await Promise.all(
      [primary, auxiliary].map(({ enrolmentId }) => sandbox.client.session(enrolmentId)),
    );
    assert.equal(second?.session.primaryVirtualCardId, primary.virtualCardId);
    assert.deepEqual(second.exchanges, first?.exchanges);
    const { exchanges } = await sandbox.client.token(auxiliary.virtualCardId);
    assert.deepEqual(exchanges, first?.exchanges);
    const ofRequestor = exchanges.filter(({ peer }) => peer === 'requestor:wallet');
    assert.deepEqual(ofRequestor.map(({ operation }) => operation).slice(-3), [
      'startAuxiliaryEnrolment',
      'personaliseToken',
      'reportProvisioning',
    ]);
  });

  test('the wallet adds a second device silently: by the primary card', async () => {
    const { token } = await sandbox.client.token(primary.virtualCardId);
    const report = await sandbox.client.enrol({
      wallet: 'APPLE_PAY',
      knownCard: token.walletCardRefId ?? assert.fail('no walletCardRefId'),
    });
    const { session } = await sandbox.client.session(report.enrolmentId ?? '');
    assert.deepEqual(
      [session.productId, session.issuerCardRefId],
      ['DEMO-COBADGED', primary.issuerCardRefId],
    );
  });
});

describe('one badge is not touched by what is done to the other', () => {
  test('the issuer suspends and resumes one side, card-wide', async () => {
    const { primary, auxiliary } = await enrolBoth();
    const { issuerCardRefId } = auxiliary;
    await issuer.call('auxiliary/updateCardState', { issuerCardRefId, action: 'SUSPEND' });
    await awaitTold(auxiliary, ['ACTIVATE', 'SUSPEND']);
    assert.deepEqual(await statesOf(primary, auxiliary), ['RESUMED', 'SUSPENDED']);
    await issuer.call('updateCardState', { issuerCardRefId: primary.issuerCardRefId, action: 'SUSPEND' });
    await awaitTold(primary, ['ACTIVATE', 'SUSPEND']);
    await issuer.call('auxiliary/updateCardState', { issuerCardRefId, action: 'RESUME' });
    await awaitTold(auxiliary, ['ACTIVATE', 'SUSPEND', 'RESUME']);
    assert.deepEqual(await statesOf(primary, auxiliary), ['SUSPENDED', 'RESUMED']);
    await awaitTold(primary, ['ACTIVATE', 'SUSPEND']);
  });

  for (const [gone, operation] of [
    ['auxiliary', 'auxiliary/updateCardState'],
    ['primary', 'updateCardState'],
  ] as const) {
    test(`the ${gone} token is deleted; the other lives`, async () => {
      const both = await enrolBoth();
      const { issuerCardRefId, virtualCardId } = both[gone];
      await issuer.call(operation, { issuerCardRefId, virtualCardId, action: 'DELETE' });
      await awaitTold(both[gone], ['ACTIVATE', 'DELETE']);
      const lives = gone === 'primary' ? both.auxiliary : both.primary;
      assert.deepEqual(await statesOf(both[gone], lives), ['DELETED', 'RESUMED']);
      await awaitTold(lives, ['ACTIVATE']);
    });
  }

  test('the domestic card is replaced, told once however often it is asked for; the international one stays', async () => {
    const { primary, auxiliary } = await enrolBoth();
    const newFPAN = parties.newPan('DEMO-DOMESTIC');
    const update = async (oldFPAN: string, correlationId: string) => {
      const details = { oldFPAN, oldExpDate: '1230', newFPAN, newExpDate: '1233' };
      const fpanDetails = await sealForHub(sandbox.description, writeFpanDetails(details));
      const { issuerCardRefId } = auxiliary;
      const newIssuerCardRefId = `${issuerCardRefId}-2`;
      return issuer.call(
        'auxiliary/updateCard',
        { issuerCardRefId, newIssuerCardRefId, fpanDetails },
        { correlationId },
      );
    };
    assert.equal((await update(primary.pan, 'replace-0')).status, 400);
    assert.equal((await update(auxiliary.pan, `replace-${auxiliary.virtualCardId}`)).status, 200);
    await awaitTold(auxiliary, ['ACTIVATE', 'UPDATE']);
    assert.equal((await update(auxiliary.pan, `replace-${auxiliary.virtualCardId}`)).status, 200);
    const { token } = await sandbox.client.token(auxiliary.virtualCardId);
    assert.deepEqual(
      [token.cardLastDigits, token.issuerCardRefId],
      [newFPAN.slice(-4), `${auxiliary.issuerCardRefId}-2`],
    );
    const other = (await sandbox.client.token(primary.virtualCardId)).token;
    assert.deepEqual(
      [other.cardLastDigits, other.issuerCardRefId],
      [primary.pan.slice(-4), primary.issuerCardRefId],
    );
    await awaitTold(auxiliary, ['ACTIVATE', 'UPDATE']);
    await awaitTold(primary, ['ACTIVATE']);
  });

  test('the international card is replaced: the domestic one stays, and is still listed with it', async () => {
    const { primary, auxiliary } = await enrolBoth();
    const { issuerCardRefId } = primary;
    const newIssuerCardRefId = `${issuerCardRefId}-2`;
    await issuer.call('updateCard', { issuerCardRefId, newIssuerCardRefId });
    await awaitTold(primary, ['ACTIVATE', 'UPDATE']);
    await awaitTold(auxiliary, ['ACTIVATE']);
    const { json } = await issuer.call('getCardInfo', { issuerCardRefId: newIssuerCardRefId });
    assert.equal((json as { virtualCardList: unknown[] }).virtualCardList.length, 2);
  });

  test('both sides have one number where the issuer gives no other, and each is replaced by its own API', async () => {
    const primary = await enrolPrimary();
    const operation = 'auxiliary/requestCoBadgeDigitization';
    await sandbox.client.injectFault(issuer.issuerId, { operation, fault: '404', times: 1 });
    const auxiliary = await parties.addAuxiliary(primary);
    await awaitTold(auxiliary, ['ACTIVATE']);
    const { issuerCardRefId } = primary;
    assert.equal(auxiliary.issuerCardRefId, issuerCardRefId);
    const details = { oldFPAN: primary.pan, oldExpDate: '1230', newExpDate: '1233' };
    const newFPAN = parties.newPan('DEMO-COBADGED');
    const fpanDetails = await sealForHub(sandbox.description, writeFpanDetails({ ...details, newFPAN }));
    const lastDigitsOf = async ({ virtualCardId }: TestToken) =>
      (await sandbox.client.token(virtualCardId)).token.cardLastDigits;

    assert.equal((await issuer.call('updateCard', { issuerCardRefId, fpanDetails })).status, 200);
    await awaitTold(primary, ['ACTIVATE', 'UPDATE']);
    assert.deepEqual(
      [await lastDigitsOf(primary), await lastDigitsOf(auxiliary)],
      [newFPAN.slice(-4), primary.pan.slice(-4)],
    );
    await awaitTold(auxiliary, ['ACTIVATE']);
    assert.equal((await issuer.call('auxiliary/updateCard', { issuerCardRefId, fpanDetails })).status, 200);
    await awaitTold(auxiliary, ['ACTIVATE', 'UPDATE']);
    assert.equal(await lastDigitsOf(auxiliary), newFPAN.slice(-4));
    await awaitTold(primary, ['ACTIVATE', 'UPDATE']);
  });

  test('a lost device: the wallet, not the hub, keeps both in step', async () => {
    const { primary, auxiliary } = await enrolBoth();
    const lost = await wallet.post(`/tokens/${primary.virtualCardId}/events`, { event: 'DEVICE_LOST' });
    assert.equal(lost.status, 200);
    await awaitTold(primary, ['ACTIVATE', 'SUSPEND']);
    assert.deepEqual(await statesOf(primary, auxiliary), ['SUSPENDED', 'RESUMED']);
    await wallet.post(`/tokens/${primary.virtualCardId}/events`, { event: 'DEVICE_FOUND' });

    await sandbox.client.reportTokenEvent(auxiliary.virtualCardId, { event: 'DEVICE_LOST' });
    await awaitTold(auxiliary, ['ACTIVATE', 'SUSPEND']);
    assert.deepEqual(await statesOf(primary, auxiliary), ['SUSPENDED', 'SUSPENDED']);
    await sandbox.client.reportTokenEvent(primary.virtualCardId, { event: 'DEVICE_FOUND' });
    await awaitTold(auxiliary, ['ACTIVATE', 'SUSPEND', 'RESUME']);
    assert.deepEqual(await statesOf(primary, auxiliary), ['RESUMED', 'RESUMED']);
  });
});

describe('an auxiliary enrolment that may not be', () => {
  let primary: TestToken;
  let auxiliary: TestToken;
  let untouched: unknown;
  before(async () => {
    ({ primary, auxiliary } = await enrolBoth());
    untouched = await everything();
  });

  async function everything(): Promise<unknown> {
    return Promise.all(
      [primary, auxiliary].map(async ({ virtualCardId, enrolmentId }) => ({
        token: await sandbox.client.token(virtualCardId),
        session: await sandbox.client.session(enrolmentId),
      })),
    );
  }

  async function refused(path: string, body: unknown, expected: { status: number; errorCode: number }) {
    const { status, json } = await wallet.post(path, body);
    const { errorCode } = json as { errorCode: number };
    assert.deepEqual({ status, errorCode }, expected);
    assert.deepEqual(await everything(), untouched);
  }

  test('of a token that is not there', () =>
    refused(startPath({ virtualCardId: 'nobody' }), {}, { status: 404, errorCode: 119 }));

  test("of another requestor's token", async () => {
    const { status } = await parties.requestor('merchant').post(startPath(primary), {});
    assert.equal(status, 404);
  });

  test('beside an auxiliary token', () => refused(startPath(auxiliary), {}, { status: 409, errorCode: 432 }));

  test('beside a token whose holder is not verified yet', async () => {
    const pending = await parties.enrol({ exp: '1231', otp: 'none' }, 'DEMO-COBADGED');
    await refused(startPath(pending), {}, { status: 409, errorCode: 432 });
  });

  test('beside a token that is suspended', async () => {
    const held = await enrolPrimary();
    await sandbox.client.reportTokenEvent(held.virtualCardId, { event: 'DEVICE_LOST' });
    await refused(startPath(held), {}, { status: 409, errorCode: 432 });
  });

  test('of a card that is not cobadged', async () => {
    await refused(startPath(await parties.enrol()), {}, { status: 400, errorCode: 163 });
  });

  test("under somebody else's TRID", () =>
    refused(startPath(primary), { tokenRequestorId: '99900000001' }, { status: 403, errorCode: 113 }));

  const malformed: [member: string, value: unknown][] = [
    ['tokenRequestorId', '123'],
    ['tokenRequestorId', {}],
    ['tokenStorageId', ''],
    ['tokenStorageId', 'x'.repeat(65)],
    ['tokenStorageId', ['x']],
  ];
  for (const [member, value] of malformed) {
    test(`with ${member} ${JSON.stringify(value).slice(0, 20)}`, () =>
      refused(startPath(primary), { [member]: value }, { status: 400, errorCode: 112 }));
  }

  test('with no JSON at all', async () => {
    const { status } = await wallet.line.call(startPath(primary), {
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    assert.equal(status, 400);
    assert.deepEqual(await everything(), untouched);
  });

  test('a second time on the same device: declined with 167', async () => {
    const { json } = await wallet.post(startPath(primary), {});
    const { step, outcome, refusal, token } = json as EnrolmentView;
    assert.deepEqual([step, outcome, refusal?.code, token], ['ENDED', 'DECLINED', 167, undefined]);
    assert.deepEqual(await statesOf(primary, auxiliary), ['RESUMED', 'RESUMED']);
  });

  test('twice at once: one token comes of it', async () => {
    const another = await enrolPrimary();
    const answers = await Promise.all([1, 2].map(() => wallet.post(startPath(another), {})));
    const views = answers.map(({ json }) => json as EnrolmentView);
    assert.deepEqual(views.map(({ step }) => step).sort(), ['ENDED', 'PROVISIONING_DUE']);
  });
});

describe('the issuer fails or refuses: the primary token lives, and the wallet may try again', () => {
  const technical = (code: number) => ({ outcome: 'FAILED', code });
  const declined = (code: number) => ({ outcome: 'DECLINED', code });
  const faults: [fault: Fault, expected: { outcome: string; code: number }][] = [
    [{ responseCode: 116 }, declined(116)],
    [{ responseCode: 163 }, declined(163)],
    [{ responseCode: 911 }, technical(911)],
    [{ responseCode: 921 }, technical(921)],
    ['500', technical(921)],
    ['timeout', technical(921)],
    ['reset', technical(921)],
    ['slow-drip', technical(921)],
    ['wrong-content-type', technical(911)],
    ['huge-body', technical(911)],
    ['missing-field', technical(911)],
  ];
  for (const [fault, expected] of faults) {
    test(faultInWords(fault), async () => {
      const primary = await enrolPrimary();
      const operation = 'auxiliary/requestCoBadgeDigitization';
      await sandbox.client.injectFault(issuer.issuerId, { operation, fault, times: 1 });
      const { status, json } = await wallet.post(startPath(primary), {});
      const { enrolmentId, outcome, refusal, token } = json as EnrolmentView;
      assert.deepEqual(
        [status, outcome, refusal?.code, token],
        [201, expected.outcome, expected.code, undefined],
      );
      const late = await wallet.post(`/enrolments/${enrolmentId}/provisioning`, { result: 'DELIVERED' });
      assert.equal(late.status, 409);
      assert.equal(await stateOf(primary), 'RESUMED');
      await awaitTold(primary, ['ACTIVATE']);
      await awaitTold(await parties.addAuxiliary(primary), ['ACTIVATE']);
    });
  }

  test('its notification is not acknowledged: told later, with the same body and session', async () => {
    const primary = await enrolPrimary();
    const operation = 'auxiliary/notifyVirtualCardChange';
    await sandbox.client.injectFault(issuer.issuerId, { operation, fault: '500', times: 1 });
    const auxiliary = await parties.addAuxiliary(primary);
    await until('the first attempt', async () => {
      const { deliveries } = await sandbox.client.token(auxiliary.virtualCardId);
      return deliveries[0]?.attempts === 1;
    });
    await sandbox.client.advanceClock(11_000);
    const [first, second] = await until('the second attempt', async () => {
      const told = await issuer.toldOf(auxiliary);
      return told.length === 2 && told;
    });
    assert.deepEqual(second?.request, first?.request);
    assert.deepEqual(
      [first?.correlationId, second?.correlationId],
      [primary.enrolmentId, primary.enrolmentId],
    );
  });
});

test('a domestic token that never reaches its device is deleted in time; the primary one lives', async () => {
  const primary = await enrolPrimary();
  const { json } = await wallet.post(startPath(primary), {});
  const { enrolmentId, token } = json as EnrolmentView;
  const auxiliary = { ...primary, virtualCardId: token?.virtualCardId ?? assert.fail('no token') };
  await sandbox.client.advanceClock(31 * 60_000);
  await awaitTold(auxiliary, ['DELETE']);
  const [told] = await issuer.toldOf(auxiliary);
  assert.equal(told?.correlationId, primary.enrolmentId);
  const { session } = await sandbox.client.session(enrolmentId);
  assert.deepEqual([session.outcome, await stateOf(primary)], ['TOKEN_DELETED', 'RESUMED']);
});
