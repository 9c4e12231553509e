import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type CertifiedKeyFiles, makeCertificate } from './make-certificates.ts';
import { type HttpsAnswer, type HttpsCall, sendHttps } from './send-https.ts';
import { type IndependentIssuer, startIndependentIssuer, whatIssuerLacks } from './start-issuer.ts';

const issuerId = 'BANKISSUER';
const correlationId = '019ab1c4-4b7a-7d39-b1e2-0d7f6a5c4b3a';
const pan = '4111111111111111';
const apiHeaders = {
  'content-type': 'application/json',
  'x-correlation-id': correlationId,
  'x-issuer-id': issuerId,
};

const recipientOptions = { keyIdentifier: ['-keyid'], issuerAndSerialNumber: [] };
const paddingOptions = {
  oaep: ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha256'].flatMap(o => ['-keyopt', o]),
  pkcs1v15: [],
};

interface EnvelopeForm {
  padding: keyof typeof paddingOptions;
  recipient: keyof typeof recipientOptions;
  encoding: 'base64' | 'hex';
}

const usualForm: EnvelopeForm = { padding: 'oaep', recipient: 'keyIdentifier', encoding: 'base64' };

describe('the independent issuer', { skip: whatIssuerLacks() }, () => {
  let folder: string;
  let hub: { authority: CertifiedKeyFiles; client: CertifiedKeyFiles };
  let issuer: IndependentIssuer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'independent-issuer-'));
    const authority = makeCertificate(join(folder, 'ca'), { commonName: 'Hub', use: 'authority' });
    const client = makeCertificate(join(folder, 'hub'), { commonName: 'Hub', use: 'client', authority });
    hub = { authority, client };
    issuer = await start();
  });
  after(async () => {
    await issuer?.stop();
    await rm(folder, { recursive: true });
  });

  function start(): Promise<IndependentIssuer> {
    return startIndependentIssuer({
      folder: join(folder, 'bank'),
      issuerId,
      hubCa: hub.authority.certificate,
    });
  }

  /** Sends what is given to a path of the API, as the hub unless another identity is named. */
  function send(path: string, content: string, changed: Partial<HttpsCall> = {}): Promise<HttpsAnswer> {
    const { url, serverCertificate: serverTrust } = issuer;
    const call = { url: `${url}/${path}`, headers: apiHeaders, content, serverTrust, identity: hub.client };
    return sendHttps({ ...call, ...changed });
  }

  function post(method: string, body: object, headers: HttpsCall['headers'] = apiHeaders) {
    return send(method, JSON.stringify(body), { headers });
  }

  function seal(content: unknown, form: EnvelopeForm = usualForm): string {
    const options = [
      '-encrypt',
      '-binary',
      '-aes256',
      '-outform',
      'DER',
      ...recipientOptions[form.recipient],
    ];
    const recipient = ['-recip', issuer.envelopeCertificate, ...paddingOptions[form.padding]];
    const input = JSON.stringify(content);
    return execFileSync('openssl', ['cms', ...options, ...recipient], { input }).toString(form.encoding);
  }

  function card(exp: string, fpan = pan) {
    return {
      cipheredCardInfo: seal({ fpan, exp }),
      publicKeyIdentifier: issuer.envelopeKeyIdentifier,
      walletProviderId: 'APPLE_PAY',
    };
  }

  async function eligibleCard(exp: string) {
    const sent = card(exp);
    const { status, body } = await post('checkCardEligibility', sent);
    assert.equal(status, 200);
    const { issuerCardRefId } = body as { issuerCardRefId: string };
    return { ...sent, issuerCardRefId, walletUserInformation: { walletUserId: 'user' } };
  }

  test('a card is known by a reference that is always the same and is not its number', async () => {
    const first = await eligibleCard('1230');
    const second = await eligibleCard('1131');
    assert.equal(first.issuerCardRefId, second.issuerCardRefId);
    assert.match(first.issuerCardRefId, /^[0-9a-f]{40}$/);
  });

  test('the expiry year decides: 30 green, 31 yellow with SMS and e-mail, any other red', async () => {
    const decision = async (exp: string) => {
      const { body } = await post('requestCardDigitization', {
        ...(await eligibleCard(exp)),
        authenticationValue: seal({ cvv: '123' }),
      });
      const { levelOfTrust, idvMethodList = [] } = body as {
        levelOfTrust: string;
        idvMethodList?: { type: string }[];
      };
      return [levelOfTrust, ...idvMethodList.map(method => method.type)];
    };
    assert.deepEqual(await decision('1230'), ['green']);
    assert.deepEqual(await decision('1231'), ['yellow', 'cell_phone', 'email']);
    assert.deepEqual(await decision('1232'), ['red']);
  });

  test('a known card needs its reference only', async () => {
    const { issuerCardRefId, walletProviderId, walletUserInformation } = await eligibleCard('1230');
    const known = { issuerCardRefId, walletProviderId };
    assert.equal((await post('checkCardEligibility', known)).status, 200);
    const decided = await post('requestCardDigitization', { ...known, walletUserInformation });
    assert.deepEqual(decided.body, { issuerCardRefId, levelOfTrust: 'green' });
    const listed = await post('getIDnVMethodList', { issuerCardRefId, virtualCardId: 'token' });
    assert.equal((listed.body as { idvMethodList: unknown[] }).idvMethodList.length, 2);
  });

  describe('opens envelopes', () => {
    for (const padding of ['oaep', 'pkcs1v15'] as const) {
      for (const recipient of ['keyIdentifier', 'issuerAndSerialNumber'] as const) {
        for (const encoding of ['base64', 'hex'] as const) {
          test(`${padding}, ${recipient}, ${encoding}`, async () => {
            const cipheredCardInfo = seal({ fpan: pan, exp: '1230' }, { padding, recipient, encoding });
            const { status } = await post('checkCardEligibility', { ...card('1230'), cipheredCardInfo });
            assert.equal(status, 200);
          });
        }
      }
    }
  });

  test('the last one-time password of a session can be read, on loopback only', async () => {
    const { issuerCardRefId } = await eligibleCard('1231');
    const message = { walletProviderId: 'APPLE_PAY', issuerCardRefId, otpMethodId: 'sms-1' };
    assert.equal(await issuer.readOtp(correlationId), undefined);
    for (const otpValue of ['000000', '111111']) {
      assert.deepEqual(await post('sendOTP', { ...message, otpValue }), { status: 200, body: null });
      assert.equal(await issuer.readOtp(correlationId), otpValue);
    }
    assert.equal(new URL(issuer.testUrl).hostname, '127.0.0.1');
  });

  test('a change of a token is acknowledged', async () => {
    const { issuerCardRefId } = await eligibleCard('1230');
    const change = { issuerCardRefId, virtualCardId: 'token', walletProviderId: 'APPLE_PAY' };
    const activated = { ...change, isPrimary: true, action: 'ACTIVATE', tokenInfo: seal({ token: pan }) };
    assert.deepEqual(await post('notifyVirtualCardChange', activated), { status: 200, body: null });
  });

  describe('refuses with HTTP 400 and a response code', () => {
    const without = (name: string) =>
      Object.fromEntries(Object.entries(apiHeaders).filter(([header]) => header !== name));
    const eligibility = (change: object, headers?: HttpsCall['headers']) =>
      post('checkCardEligibility', { ...card('1230'), ...change }, headers);
    const refusals: Record<string, { code: number; call: () => Promise<HttpsAnswer> }> = {
      'no x-correlation-id': { code: 111, call: () => eligibility({}, without('x-correlation-id')) },
      'no x-issuer-id': { code: 111, call: () => eligibility({}, without('x-issuer-id')) },
      'a malformed x-correlation-id': {
        code: 112,
        call: () => eligibility({}, { ...apiHeaders, 'x-correlation-id': 'a/b' }),
      },
      'the id of another issuer': {
        code: 113,
        call: () => eligibility({}, { ...apiHeaders, 'x-issuer-id': 'OTHERBANK1' }),
      },
      'no walletProviderId': { code: 111, call: () => eligibility({ walletProviderId: undefined }) },
      'a walletProviderId that is no text': { code: 112, call: () => eligibility({ walletProviderId: 7 }) },
      'no card': { code: 111, call: () => eligibility({ cipheredCardInfo: undefined }) },
      'an unknown card': {
        code: 116,
        call: () => eligibility({ cipheredCardInfo: undefined, issuerCardRefId: 'unknown' }),
      },
      'the reference of another card': { code: 116, call: () => eligibility({ issuerCardRefId: 'another' }) },
      'a key it does not have': { code: 112, call: () => eligibility({ publicKeyIdentifier: 'another' }) },
      'what is no envelope': { code: 112, call: () => eligibility({ cipheredCardInfo: 'MIIB' }) },
      'what is no text encoding': { code: 112, call: () => eligibility({ cipheredCardInfo: '!' }) },
      'an envelope without an object': {
        code: 112,
        call: () => eligibility({ cipheredCardInfo: seal('card') }),
      },
      'an expiry that is none': {
        code: 112,
        call: () => eligibility({ cipheredCardInfo: seal({ fpan: pan, exp: '1330' }) }),
      },
      'a number that fails the Luhn check': {
        code: 166,
        call: () => eligibility({ cipheredCardInfo: seal({ fpan: '4111111111111112', exp: '1230' }) }),
      },
      'a wrong security code': {
        code: 161,
        call: async () =>
          post('requestCardDigitization', {
            ...(await eligibleCard('1230')),
            authenticationValue: seal({ cvv: '999' }),
          }),
      },
      'a method it did not offer': {
        code: 501,
        call: async () =>
          post('sendOTP', { ...(await eligibleCard('1231')), otpValue: '000000', otpMethodId: 'fax' }),
      },
      'a body that is no JSON': { code: 112, call: () => send('sendOTP', 'no JSON') },
      'a body that is no object': { code: 112, call: () => send('sendOTP', '[]') },
    };
    for (const [name, { code, call }] of Object.entries(refusals)) {
      test(`${name}: ${code}`, async () => {
        const { status, body } = await call();
        const { responseCode, errorMessage } = body as { responseCode: number; errorMessage: string };
        assert.deepEqual({ status, responseCode }, { status: 400, responseCode: code });
        assert.ok(errorMessage.length > 0);
      });
    }
  });

  test('what does not get as far as the API has its HTTP status, and the same shape', async () => {
    const refused: [status: number, answer: Promise<HttpsAnswer>][] = [
      [404, post('getCardInfo', {})],
      [405, send('sendOTP', '', { method: 'GET' })],
      [405, send('sendOTP', '{}', { method: 'PATCH' })],
      [413, send('sendOTP', '', { headers: { ...apiHeaders, 'content-length': '65537' } })],
      [415, send('sendOTP', '{}', { headers: { ...apiHeaders, 'content-type': 'text/plain' } })],
    ];
    for (const [status, answer] of refused) {
      const { status: answered, body } = await answer;
      assert.deepEqual([answered, (body as { responseCode: number }).responseCode], [status, 112]);
    }
  });

  test("nobody but a client under the hub's authority gets through", async () => {
    const stranger = makeCertificate(join(folder, 'stranger'), { commonName: 'Hub', use: 'client' });
    for (const identity of [null, stranger]) {
      await assert.rejects(send('sendOTP', '{}', { identity }), /alert|hang up|ECONNRESET|EPIPE/);
    }
  });

  test('what arrives is captured as it came, envelopes closed', async () => {
    const sent = card('1230');
    await post('checkCardEligibility', sent);
    const received = await issuer.received();
    const { method, headers, body } = received.at(-1) ?? assert.fail('nothing captured');
    assert.deepEqual([method, body], ['checkCardEligibility', sent]);
    for (const [name, value] of Object.entries(apiHeaders)) {
      assert.deepEqual(
        headers.filter(header => header[0] === name),
        [[name, value]],
      );
    }
    assert.ok(!JSON.stringify(received).includes(pan));
  });

  test('started again it has the same keys and references', async () => {
    const before = await eligibleCard('1230');
    const certificate = await readFile(issuer.clientCertificate, 'utf8');
    await issuer.stop();
    issuer = await start();
    const after = await eligibleCard('1230');
    assert.equal(after.issuerCardRefId, before.issuerCardRefId);
    assert.equal(await readFile(issuer.clientCertificate, 'utf8'), certificate);
  });
});
