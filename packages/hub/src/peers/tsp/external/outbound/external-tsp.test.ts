import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import { readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { TspConnection, TspHealth } from '../../../../core/tsp-connection.ts';
import { selfSignEnvelopeCertificate, validFor } from '../../../../identity/certificates.ts';
import type { RemoteTokenRecord } from '../../../../ports/aggregates/remote-tokens.ts';
import type { CreateToken, ExternalTsp, TspAnswer } from '../../../../ports/tsp.ts';
import type { Vault } from '../../../../ports/vault.ts';
import { aProduct, at, id } from '../../../../store/test-objects.ts';
import { httpsClients } from '../../../https-clients.ts';
import { answerJson, drip, type Script, startHttpsPeer } from '../../../https-peer.fixture.ts';
import { recordedExchanges } from '../../../recorded-exchanges.fixture.ts';
import { hubClient, localhostServer } from '../../../tls-identities.fixture.ts';
import { externalTsps } from './external-tsp.ts';

const peer = await startHttpsPeer();
const clients = httpsClients(hubClient);
after(async () => {
  await clients.close();
  await peer.close();
});

const envelope = {
  keyIdentifier: 'tsp-1',
  ...(await selfSignEnvelopeCertificate({
    commonName: 'Test TSP',
    modulusLength: 2048,
    validity: validFor(30, new Date()),
  })),
};
const openingKey = importOpeningKey(envelope);

const health: TspHealth = { failedChecks: 0, checkedAt: null };
const connection: TspConnection = {
  tsp: 'REMOTE',
  customer: 'Test TSP',
  settings: {
    outboundBase: `${peer.base}/tsp/trapi/v2.0`,
    serverTrust: localhostServer.certificatePem,
    envelope,
    padding: 'RSAES-OAEP-SHA-256',
  },
  health,
};

const kept = new Map<string, RemoteTokenRecord>();
const { log, exchanges } = recordedExchanges();
const clock = { now: () => at(0) };
const ids = {
  uuid: () => id(7),
  digits: (count: number) => '1'.repeat(count),
  bytes: (length: number) => new Uint8Array(length),
};
const tsp: ExternalTsp = externalTsps({
  connections: { find: async () => connection },
  tokens: {
    insert: async token => void kept.set(token.tspTokenId, token),
    find: async (_, tspTokenId) => kept.get(tspTokenId) ?? null,
    setOtp: async ({ tspTokenId }, otpHash) => {
      const token = kept.get(tspTokenId);
      if (token) kept.set(tspTokenId, { ...token, otpHash });
    },
  },
  clients,
  log,
  limits: { connectTimeout: 1_000, answerTimeout: 300 },
  vault: { fingerprint: (domain: string, text: string) => `${domain}/${text}` } as Vault,
  clock,
  ids,
})('REMOTE');

const correlationId = id(1);
const call = { correlationId, reason: 'LOST' } as const;
const pan = '9990101600000011';
const request: CreateToken = {
  correlationId,
  issuerId: 'BANKONE001',
  issuerCardRefId: 'card-1',
  walletCardRefId: 'wallet-card-1',
  tokenStorageId: 'device-1',
  tokenRequestorId: '40010030273',
  panFingerprint: 'f',
  maxTokensPerCard: 10,
  product: aProduct({ tsp: 'REMOTE', tokenProductId: 'REMOTE-1' }),
  deviceInformation: { model: 'Phone 9' },
  pan,
  expiry: '1230',
  tokenType: 'EMBEDDED_SE',
  merchantId: null,
  decidedBy: 'ISSUER',
};
const made = {
  tokenId: 'T1',
  tokenInfo: { token: '9990900900000019', tokenExp: '0331', tokenLast4: '0019', state: 'INACTIVE' },
};

beforeEach(() => {
  kept.clear();
  exchanges.length = 0;
  connection.health = health;
  kept.set('T1', {
    tsp: 'REMOTE',
    tspTokenId: 'T1',
    issuerId: 'BANKONE001',
    correlationId,
    otpHash: null,
    createdAt: at(0),
  });
});

/** Each operation, the answer that a TSP gives when all is well, and how often it is tried. */
const operations = {
  createToken: { make: () => tsp.createToken(request), status: 200, answer: made, attempts: 2 },
  updateToken: {
    make: () => tsp.updateCard('T1', { pan, expiry: null }, call),
    status: 204,
    answer: null,
    attempts: 1,
  },
  updateTokenState: {
    make: () => tsp.setState('T1', 'SUSPENDED', call),
    status: 204,
    answer: null,
    attempts: 1,
  },
  listTokens: {
    make: () => tsp.listTokens({ issuerId: 'BANKONE001', after: null, limit: 10 }),
    status: 200,
    answer: { tokens: [] },
    attempts: 1,
  },
  discard: { make: () => tsp.discardToken(correlationId), status: 200, answer: { tokens: [] }, attempts: 1 },
  repersoToken: {
    make: () => tsp.personalisation.repersonalise('T1', call),
    status: 202,
    answer: null,
    attempts: 1,
  },
  submitNewTokenDataStatus: {
    make: () => tsp.personalisation.reportNewData('T1', 'SUCCESS', call),
    status: 204,
    answer: null,
    attempts: 1,
  },
  requestReplenishment: {
    make: () => tsp.personalisation.requestReplenishment('T1', call),
    status: 200,
    answer: { tokenPersoInfo: [] },
    attempts: 1,
  },
  replenishmentDone: {
    make: () => tsp.personalisation.reportReplenished('T1', call),
    status: 204,
    answer: null,
    attempts: 1,
  },
} satisfies Record<
  string,
  { make: () => Promise<TspAnswer<unknown>>; status: number; answer: object | null; attempts: number }
>;

const temporary = { ok: false, code: 921 };

const faults: Record<string, Script> = {
  'no answer in time': () => undefined,
  'a connection that is cut': (_, { cut }) => cut(),
  'HTTP 500': response => answerJson(response, {}, 500),
  'HTTP 503': response => answerJson(response, { errorCode: '921' }, 503),
  'HTTP 404 without a code': response => answerJson(response, {}, 404),
  'code 321': response => answerJson(response, { errorCode: '321' }, 400),
  'an unlisted code that may be tried again': response =>
    answerJson(response, { errorCode: '7777', retryable: true }, 400),
  'a drip': drip,
};

describe('what passes may be asked again, and is 921', () => {
  for (const [name, { make, attempts }] of Object.entries(operations)) {
    for (const [fault, script] of Object.entries(faults)) {
      test(`${name}: ${fault}`, async () => {
        peer.will(script);
        assert.deepEqual(await make(), temporary);
        assert.equal(peer.received.length, attempts);
        const sessions = new Set(peer.received.map(({ headers }) => headers['x-correlation-id']));
        assert.equal(sessions.size, 1);
        assert.equal(new Set(peer.received.map(({ body }) => body)).size, 1);
      });
    }
  }
});

describe('a refusal is the code it came with', () => {
  for (const [name, { make }] of Object.entries(operations)) {
    for (const code of [111, 112, 113, 115, 119, 163, 164, 166, 167, 432, 911]) {
      test(`${name}: ${code}`, async () => {
        peer.will(response => answerJson(response, { errorCode: String(code), errorMessage: 'no' }, 400));
        assert.deepEqual(await make(), { ok: false, code });
        assert.equal(peer.received.length, 1);
      });
    }
  }

  test('191 is how TSPs write 158', async () => {
    peer.will(response => answerJson(response, { errorCode: '191' }, 400));
    assert.deepEqual(await tsp.createToken(request), { ok: false, code: 158 });
  });
});

describe('an answer that lacks what the operation needs is 911', () => {
  for (const [name, { make, status, answer }] of Object.entries(operations)) {
    if (answer === null) continue;
    test(name, async () => {
      peer.will(response => answerJson(response, {}, status));
      assert.deepEqual(await make(), { ok: false, code: 911 });
    });
    test(`${name}, one of 100 KiB`, async () => {
      peer.will(response => answerJson(response, { filling: ' '.repeat(100 * 1024) }, status));
      assert.deepEqual(await make(), { ok: false, code: 911 });
    });
  }
});

describe('while the connection is down nothing is asked', () => {
  for (const [name, { make }] of Object.entries(operations)) {
    test(name, async () => {
      connection.health = { failedChecks: 3, checkedAt: at(0) };
      peer.will(response => answerJson(response, {}));
      assert.deepEqual(await make(), temporary);
      assert.deepEqual(await tsp.eligibility(request), temporary);
      assert.equal(peer.received.length, 0);
    });
  }

  test('but the health check', async () => {
    connection.health = { failedChecks: 3, checkedAt: at(0) };
    peer.will(response => response.writeHead(204).end());
    assert.equal(await tsp.health(), 'ANSWERS');
    peer.will(response => response.writeHead(503).end());
    assert.equal(await tsp.health(), 'SILENT');
  });
});

describe('createToken', () => {
  test('says what the TSP needs, the card sealed for it alone', async () => {
    peer.will(response => answerJson(response, made));
    assert.deepEqual(await tsp.createToken(request), {
      ok: true,
      value: { tspTokenId: 'T1', tokenLastDigits: '0019', tokenExpiryDate: '0331', par: null },
    });
    const [received] = peer.received;
    const { cipheredCardInfo, ...said } = JSON.parse(received?.body ?? '') as { cipheredCardInfo: string };
    assert.deepEqual(said, {
      issuerId: 'BANKONE001',
      issuerCardRefId: 'card-1',
      walletCardRefId: 'wallet-card-1',
      publicKeyIdentifier: 'tsp-1',
      tokenRequestorId: '40010030273',
      tokenStorageId: 'device-1',
      tokenProductId: 'REMOTE-1',
      deviceInfo: { model: 'Phone 9' },
      initialState: 'INACTIVE',
    });
    const opened = await openEnvelope(cipheredCardInfo, { keys: [openingKey], pkcs1v15: 'refused' });
    assert.ok(opened.opened);
    assert.deepEqual(readCardInfo(opened.plaintext), { ok: true, content: { fpan: pan, exp: '1230' } });
  });

  test('leaves neither card nor token number in the exchange log', async () => {
    peer.will(response => answerJson(response, made));
    await tsp.createToken(request);
    const logged = JSON.stringify(exchanges);
    for (const secret of [pan, made.tokenInfo.token, 'MII']) assert.ok(!logged.includes(secret), secret);
  });

  test('is sent again under the same correlation id when the TSP was busy', async () => {
    peer.will(response =>
      peer.received.length === 1 ? answerJson(response, {}, 503) : answerJson(response, made),
    );
    assert.equal((await tsp.createToken(request)).ok, true);
    assert.equal(peer.received.length, 2);
  });
});

test('what a lost answer left at the TSP is found by the session and deleted', async () => {
  const token = {
    issuerId: 'BANKONE001',
    tokenRequestorId: '40010030273',
    tokenInfo: { ...made.tokenInfo },
  };
  const tokens = [
    { ...token, tokenId: 'T8', correlationId },
    { ...token, tokenId: 'T9', correlationId: id(2) },
  ];
  peer.will((response, { method }) =>
    method === 'GET' ? answerJson(response, { tokens }) : response.writeHead(204).end(),
  );
  assert.deepEqual(await tsp.discardToken(correlationId), { ok: true, value: null });
  const [asked, deleted, ...more] = peer.received;
  assert.equal(asked?.path, `/tsp/trapi/v2.0/tokens?correlationId=${correlationId}`);
  assert.equal(deleted?.path, '/tsp/trapi/v2.0/tokens/T8/state');
  assert.deepEqual(JSON.parse(deleted?.body ?? ''), { issuerId: 'BANKONE001', state: 'DELETED' });
  assert.deepEqual(more, []);
});

test('a change of state says why, and a card number is in no query', async () => {
  peer.will(response => response.writeHead(204).end());
  await tsp.setState('T1', 'SUSPENDED', call);
  assert.deepEqual(JSON.parse(peer.received[0]?.body ?? ''), {
    issuerId: 'BANKONE001',
    state: 'SUSPENDED',
    reason: 'LOST',
  });
  assert.equal((await tsp.listTokens({ issuerId: 'BANKONE001', pan, after: null, limit: 5 })).ok, false);
  assert.equal(peer.received.length, 1);
});

test('a token without walletCardRefId cannot be asked for, and an unknown one not be changed', async () => {
  assert.deepEqual(await tsp.eligibility({ ...request, walletCardRefId: null }), { ok: false, code: 111 });
  assert.deepEqual(await tsp.setState('T7', 'ACTIVE', call), { ok: false, code: 119 });
});

test("codes of verification are the hub's own, one per token", async () => {
  const { otp } = await tsp.makeOtp('T1');
  assert.equal(await tsp.checkOtp('T1', otp), true);
  assert.equal(await tsp.checkOtp('T1', '000000'), false);
  await tsp.dropOtp('T1');
  assert.equal(await tsp.checkOtp('T1', otp), false);
});
