import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { writeAuthenticationValue } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import type { IssuerProfile } from './issuer-profile.ts';
import {
  type Answer,
  bank,
  bankPan,
  plainBank,
  plainPan,
  sealedCard,
  sealFor,
  startIssuerUnderTest,
} from './issuer-under-test.fixture.ts';

const strictBank: IssuerProfile = { ...bank, issuerId: 'CMISSUER03', unproven: 'red' };
const { call, close, issuer } = await startIssuerUnderTest([bank, plainBank, strictBank]);
after(close);

const digitize = (body: object, profile: IssuerProfile = bank) =>
  call('requestCardDigitization', {
    issuerId: profile.issuerId,
    body: { walletProviderId: 'APPLE_PAY', walletUserInformation: { walletUserId: 'user-1' }, ...body },
  });
/** A card of the test case `YY`, typed in without CSC unless more is said. */
const digitizeCase = async (year: string, more: object = {}, profile: IssuerProfile = bank) => {
  const fpan = profile === plainBank ? plainPan() : bankPan();
  return digitize({ ...(await sealedCard(profile, { fpan, exp: `12${year}` })), ...more }, profile);
};
const authentication = async (cvv: string, profile: IssuerProfile = bank) => ({
  authenticationValue: await sealFor(profile, writeAuthenticationValue({ kind: 'csc', cvv })),
});

interface Decided {
  levelOfTrust: string;
  issuerCardRefId: string;
  productId: string;
  idvMethodList?: { id: string; type: string; value: string }[];
}
const decided = (answer: Answer): Decided => {
  assert.equal(answer.status, 200);
  return answer.body as Decided;
};
const typesIn = (answer: Answer) => decided(answer).idvMethodList?.map(method => method.type);
const refusedWith = (answer: Answer) => {
  assert.equal(answer.status, 400);
  return (answer.body as { responseCode: number }).responseCode;
};

describe('requestCardDigitization', () => {
  it('answers green for 30, with reference and product of the card', async () => {
    const { issuerCardRefId, ...rest } = decided(await digitizeCase('30'));
    assert.deepEqual(rest, { levelOfTrust: 'green', productId: 'DEMO-DEBIT' });
    assert.ok(issuer.references.recall(bank.issuerId, issuerCardRefId));
  });

  const yellowCases = {
    31: ['cell_phone', 'email'],
    32: ['bank_app'],
    35: ['customer_service'],
    36: ['website', 'outbound_call', '3ds'],
    48: ['cell_phone', 'email', 'customer_service'],
  };
  for (const [year, types] of Object.entries(yellowCases)) {
    it(`answers yellow with ${types.join()} for ${year}`, async () => {
      const answer = await digitizeCase(year);
      assert.equal(decided(answer).levelOfTrust, 'yellow');
      assert.deepEqual(typesIn(answer), types);
      const ids = decided(answer).idvMethodList?.map(method => method.id);
      assert.equal(new Set(ids).size, types.length);
    });
  }

  it('answers yellow without a list for 33', async () => {
    const answer = decided(await digitizeCase('33'));
    assert.equal(answer.levelOfTrust, 'yellow');
    assert.ok(!('idvMethodList' in answer));
  });

  it('answers red for 34', async () => {
    const { levelOfTrust, idvMethodList } = decided(await digitizeCase('34'));
    assert.deepEqual({ levelOfTrust, idvMethodList }, { levelOfTrust: 'red', idvMethodList: undefined });
  });

  it('answers green or red for 37', async () => {
    assert.equal(decided(await digitizeCase('37')).levelOfTrust, 'red');
    assert.equal(decided(await digitizeCase('37', await authentication('123'))).levelOfTrust, 'green');
  });

  it('refuses with 911 for 45', async () => {
    assert.equal(refusedWith(await digitizeCase('45')), 911);
  });

  it('breaks down with HTTP 500 for 46', async () => {
    const answer = await digitizeCase('46');
    assert.equal(answer.status, 500);
    assert.equal(answer.contentType, 'text/html; charset=utf-8');
  });

  it('answers nothing for 47, and others meanwhile', async () => {
    const silent = await startIssuerUnderTest();
    const card = await sealedCard(bank, { fpan: bankPan(), exp: '1247' });
    const other = await sealedCard(bank, { fpan: bankPan(), exp: '1230' });
    const request = (naming: object) => ({
      body: { walletProviderId: 'APPLE_PAY', walletUserInformation: { walletUserId: 'u' }, ...naming },
    });
    const unanswered = silent.call('requestCardDigitization', request(card)).then(
      () => 'answered',
      () => 'broken off',
    );
    assert.equal((await silent.call('requestCardDigitization', request(other))).status, 200);
    await silent.close();
    assert.equal(await unanswered, 'broken off');
  });

  it('refuses every CSC but 123 with 161, in any test case', async () => {
    for (const year of ['29', '30', '34', '46', '47']) {
      assert.equal(refusedWith(await digitizeCase(year, await authentication('124'))), 161);
    }
    const fourDigits = await authentication('1234');
    assert.equal(refusedWith(await digitizeCase('29', fourDigits)), 161);
    const proof = writeAuthenticationValue({ kind: 'opaque', text: 'a proof of another making' });
    const authenticationValue = await sealFor(bank, proof);
    assert.equal(refusedWith(await digitizeCase('29', { authenticationValue })), 161);
  });

  it('knows the four digits of American Express', async () => {
    const amex: IssuerProfile = { ...bank, products: [{ productId: 'AMEX', panPrefix: '37' }] };
    const issuerOfAmex = await startIssuerUnderTest([amex]);
    after(issuerOfAmex.close);
    const card = await sealedCard(amex, { fpan: '378282246310005', exp: '1229' });
    const rest = { walletProviderId: 'APPLE_PAY', walletUserInformation: { walletUserId: 'user-1' } };
    const right = { ...rest, ...card, ...(await authentication('1234')) };
    const wrong = { ...rest, ...card, ...(await authentication('123')) };
    const answers = [right, wrong].map(body => issuerOfAmex.call('requestCardDigitization', { body }));
    assert.deepEqual(
      (await Promise.all(answers)).map(answer => answer.status),
      [200, 400],
    );
  });

  it('decides on other years by evidence: validated, right CSC, capture method', async () => {
    const captured = (captureMethod: string) => ({ cardCaptureInformation: { captureMethod } });
    assert.equal(decided(await digitizeCase('29', { cvvValidated: true })).levelOfTrust, 'green');
    assert.equal(decided(await digitizeCase('29', await authentication('123'))).levelOfTrust, 'green');
    for (const method of ['BANK_APP', 'ON_FILE'])
      assert.equal(decided(await digitizeCase('29', captured(method))).levelOfTrust, 'green');
    for (const more of [captured('MANUAL'), captured('CAMERA'), captured('UNKNOWN'), {}])
      assert.deepEqual(typesIn(await digitizeCase('29', more)), ['cell_phone', 'email']);
  });

  it('declines what is unproven where the issuer is strict', async () => {
    assert.equal(decided(await digitizeCase('29', {}, strictBank)).levelOfTrust, 'red');
    assert.equal(decided(await digitizeCase('31', {}, strictBank)).levelOfTrust, 'yellow');
  });

  it('never answers yellow for an issuer without ID&V', async () => {
    for (const year of ['29', '31', '32', '33', '35', '36', '37', '48'])
      assert.equal(decided(await digitizeCase(year, {}, plainBank)).levelOfTrust, 'red');
    const proven = await authentication('123', plainBank);
    assert.equal(decided(await digitizeCase('29', proven, plainBank)).levelOfTrust, 'green');
  });

  it('goes by the reference alone, and refuses one that is not of the card sent with it', async () => {
    const { issuerCardRefId } = decided(await digitizeCase('32'));
    assert.deepEqual(typesIn(await digitize({ issuerCardRefId })), ['bank_app']);
    assert.equal(decided(await digitizeCase('32', { issuerCardRefId })).issuerCardRefId, issuerCardRefId);
    assert.equal(refusedWith(await digitizeCase('32', { issuerCardRefId: 'another' })), 116);
    assert.equal(refusedWith(await digitize({ issuerCardRefId: 'unknown' })), 116);
  });

  it('refuses an authentication value that does not open with 112', async () => {
    assert.deepEqual((await digitizeCase('30', { authenticationValue: 'no envelope' })).body, {
      responseCode: 112,
      errorMessage: 'Bad parameter format: authenticationValue',
    });
  });
});
