import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { selfSignTlsCertificate, validFor } from '@countermark/hub/identity/certificates';
import { writeFpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import { badEnvelopes, sealWithPkcs1v15 } from './support/bad-envelopes.ts';
import { type InboundOperation, inboundOperations } from './support/inbound-operations.ts';
import type { RawAnswer, RawCall, RawLine } from './support/raw-https.ts';
import { hubSealingKey, readSealingKey, sealForHub } from './support/seal-for-hub.ts';
import {
  gatewayPath,
  gatherParties,
  readIdentity,
  type TestIssuer,
  type TestParties,
  type TestToken,
} from './support/test-parties.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** What an issuer can do wrong: each has its answer, and none an effect (Issuer Gateway API, API protocol). */

let sandbox: TestSandbox;
let parties: TestParties;
let issuer: TestIssuer;
let otherIssuer: TestIssuer;
/** Active in Apple Pay. */
let token: TestToken;
/** Of another card of the same issuer. */
let sibling: TestToken;
/** Of another issuer. */
let foreign: TestToken;
/** Deleted; its card is not. */
let deleted: TestToken;
/** A certificate nobody has pinned. */
/** The same on the auxiliary side of cobadged cards. */
let auxiliary: TestToken;
let auxiliarySibling: TestToken;
let auxiliaryDeleted: TestToken;
let unpinned: RawLine;
let anonymous: RawLine;
let untouched: unknown;

before(async () => {
  sandbox = await startTestSandbox();
  parties = await gatherParties(sandbox);
  issuer = parties.issuer('CMISSUER01');
  otherIssuer = parties.issuer('CMISSUER02');
  [token, sibling, foreign, deleted] = await Promise.all([
    parties.enrol(),
    parties.enrol(),
    parties.enrol({}, 'DEMO-PLAIN'),
    parties.enrol(),
  ]);
  [auxiliary, auxiliarySibling, auxiliaryDeleted] = await Promise.all([
    enrolAuxiliary(),
    enrolAuxiliary(),
    enrolAuxiliary(),
  ]);
  await issuer.call('updateCardState', { ...namesOf(deleted), action: 'DELETE' });
  await issuer.call('auxiliary/updateCardState', { ...namesOf(auxiliaryDeleted), action: 'DELETE' });
  await until('every notification', async () => {
    const received = await Promise.all(everyToken().map(callbacksOf));
    return received.map(callbacks => callbacks.length).join() === '1,1,1,2,1,1,2';
  });
  const stranger = {
    commonName: 'CMISSUER01',
    use: { role: 'client' },
    validity: validFor(30, new Date()),
  } as const;
  unpinned = parties.stranger(await selfSignTlsCertificate(stranger));
  anonymous = parties.stranger(null);
  untouched = await everything();
});

after(async () => {
  parties?.close();
  await sandbox?.close();
});

/** All that a call may change: what issuers see of their tokens, sessions, what was sent, what devices show. */
async function everything(): Promise<unknown> {
  return Promise.all(
    everyToken().map(async known => {
      const { deliveries } = await sandbox.client.token(known.virtualCardId);
      return {
        card: (await issuerOf(known).call('getCardInfo', { issuerCardRefId: known.issuerCardRefId })).json,
        session: (await sandbox.client.session(known.enrolmentId)).session,
        deliveries: deliveries.map(({ deliveryId, state }) => ({ deliveryId, state })),
        callbacks: (await callbacksOf(known)).length,
        device: await parties.device(known.virtualCardId),
      };
    }),
  );
}

function everyToken(): TestToken[] {
  return [token, sibling, foreign, deleted, auxiliary, auxiliarySibling, auxiliaryDeleted];
}

async function enrolAuxiliary(): Promise<TestToken> {
  return parties.addAuxiliary(await parties.enrol({}, 'DEMO-COBADGED'));
}

/** The tokens an operation is about, by its badge. */
function tokensOf({ badge }: InboundOperation) {
  return badge === 'primary'
    ? { token, sibling, deleted }
    : { token: auxiliary, sibling: auxiliarySibling, deleted: auxiliaryDeleted };
}

function issuerOf(known: TestToken): TestIssuer {
  return known.issuerId === issuer.issuerId ? issuer : otherIssuer;
}

const callbacksOf = (known: TestToken) => issuerOf(known).toldOf(known);

function namesOf({ issuerCardRefId, virtualCardId }: TestToken) {
  return { issuerCardRefId, virtualCardId };
}

interface Expected {
  status: number;
  code: number;
  /** The member or header the message must name. */
  naming?: string;
}

function assertRefused(answer: RawAnswer, { status, code, naming }: Expected): void {
  const { responseCode, errorMessage, ...more } = answer.json as {
    responseCode: number;
    errorMessage: string;
  };
  assert.deepEqual([answer.status, responseCode], [status, code], answer.text);
  assert.match(String(answer.headers['content-type']), /^application\/json/);
  assert.deepEqual(more, {});
  assert.ok(errorMessage.length <= 500);
  if (naming !== undefined) assert.ok(errorMessage.endsWith(`: ${naming}`), errorMessage);
}

/** A call the hub would take; a row changes one thing about it. */
interface ProperCall extends RawCall {
  line: RawLine;
  path: string;
  headers: Record<string, string | string[]>;
  body: string;
}

type Row = Expected & { name: string; change: (proper: ProperCall) => Partial<ProperCall> };

const oversized = JSON.stringify({ issuerCardRefId: 'x', padding: 'x'.repeat(64 * 1024) });
const headerFaults: [why: string, value: string | string[]][] = [
  ['malformed', 'with/slash'],
  ['malformed', 'x'.repeat(65)],
  ['empty', ''],
  ['not ASCII', 'caf\u00e9'],
  ['sent twice', ['CMISSUER01', 'CMISSUER01']],
  ['sent twice, once empty', ['CMISSUER01', '']],
];

/** What can be wrong with any call, in the order of the checks. */
const rowsOfAnyCall: Row[] = [
  { name: 'no client certificate', change: () => ({ line: anonymous }), status: 401, code: 113 },
  { name: 'certificate pinned for nobody', change: () => ({ line: unpinned }), status: 403, code: 113 },
  { name: 'unknown path', change: ({ path }) => ({ path: `${path}s` }), status: 404, code: 112 },
  {
    name: 'path in another case',
    change: ({ path }) => ({ path: path.toUpperCase() }),
    status: 404,
    code: 112,
  },
  {
    name: 'path that cannot be decoded',
    change: ({ path }) => ({ path: `${path}%zz` }),
    status: 404,
    code: 112,
  },
  ...['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map(
    (method): Row => ({ name: method, change: () => ({ method }), status: 405, code: 112 }),
  ),
  ...['GET', 'DELETE'].map(
    (method): Row => ({
      name: `${method} without body`,
      change: () => ({ method, headers: {}, body: '' }),
      status: 405,
      code: 112,
    }),
  ),
  ...[
    'text/plain',
    'application/json, text/plain',
    'application/jsonp',
    'multipart/form-data; boundary=x',
    ';',
  ].map(
    (mediaType): Row => ({
      name: `media type ${mediaType}`,
      change: ({ headers }) => ({ headers: { ...headers, 'content-type': mediaType } }),
      status: 415,
      code: 112,
    }),
  ),
  {
    name: 'no media type',
    change: ({ headers }) => ({ headers: without(headers, 'content-type') }),
    status: 415,
    code: 112,
  },
  {
    name: 'neither media type nor body',
    change: ({ headers }) => ({ headers: without(headers, 'content-type'), body: '' }),
    status: 415,
    code: 112,
  },
  { name: 'oversized body', change: () => ({ body: oversized }), status: 413, code: 112 },
  {
    name: 'oversized body without content-length',
    change: () => ({ body: oversized, framing: 'chunked' }),
    status: 413,
    code: 112,
  },
  ...['x-correlation-id', 'x-issuer-id'].flatMap((header): Row[] => [
    {
      name: `${header} missing`,
      change: ({ headers }) => ({ headers: without(headers, header) }),
      status: 400,
      code: 111,
      naming: header,
    },
    ...headerFaults.map(
      ([why, value]): Row => ({
        name: `${header} ${why} (${value.length})`,
        change: ({ headers }) => ({ headers: { ...headers, [header]: value } }),
        status: 400,
        code: 112,
        naming: header,
      }),
    ),
  ]),
  ...['CMISSUER0', 'CMISSUER011', 'CMISSUER 1'].map(
    (issuerId): Row => ({
      name: `x-issuer-id ${issuerId}`,
      change: ({ headers }) => ({ headers: { ...headers, 'x-issuer-id': issuerId } }),
      status: 400,
      code: 112,
      naming: 'x-issuer-id',
    }),
  ),
  ...['UNKNOWN001', 'CMISSUER02', 'cmissuer01'].map(
    (issuerId): Row => ({
      name: `x-issuer-id ${issuerId}, not this certificate's`,
      change: ({ headers }) => ({ headers: { ...headers, 'x-issuer-id': issuerId } }),
      status: 403,
      code: 113,
    }),
  ),
  ...['', '{', '{"issuerCardRefId":"x"', "{'issuerCardRefId':'x'}", 'undefined', '{"a":1}{"a":1}', 'NaN'].map(
    (body): Row => ({ name: `not JSON: ${body}`, change: () => ({ body }), status: 400, code: 112 }),
  ),
  ...['null', '[]', '"text"', '7', 'true', `${'['.repeat(30_000)}${']'.repeat(30_000)}`].map(
    (body): Row => ({
      name: `no object: ${body.slice(0, 10)}`,
      change: () => ({ body }),
      status: 400,
      code: 112,
      naming: 'body',
    }),
  ),
];

function without(headers: ProperCall['headers'], name: string): ProperCall['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
}

function properCall(operation: string, request: object): ProperCall {
  return {
    line: issuer.line,
    path: gatewayPath(operation),
    headers: {
      'content-type': 'application/json',
      'x-correlation-id': 'refusal-1',
      'x-issuer-id': issuer.issuerId,
    },
    body: JSON.stringify(request),
  };
}

function send({ line, path, ...call }: ProperCall): Promise<RawAnswer> {
  return line.call(path, call);
}

for (const operation of inboundOperations) {
  describe(operation.name, () => {
    const own = () => tokensOf(operation);
    const proper = () => properCall(operation.name, operation.request(own().token));
    const refusal = async (request: object, expected: Expected) =>
      assertRefused(await issuer.call(operation.name, request), expected);

    for (const { name, change, ...expected } of rowsOfAnyCall) {
      test(`${expected.status}/${expected.code}: ${name}`, async () => {
        const call = proper();
        assertRefused(await send({ ...call, ...change(call) }), expected);
      });
    }

    test('405: HEAD is answered without a body, and what is allowed is told', async () => {
      const head = await send({ ...proper(), method: 'HEAD', body: '' });
      assert.deepEqual([head.status, head.text, head.headers.allow], [405, '', 'POST']);
    });

    test('400/112: a body that is not UTF-8', async () => {
      const { body, ...call } = proper();
      const latin1 = Buffer.from(body.replace(own().token.issuerCardRefId, 'caf\u00e9'), 'latin1');
      assertRefused(await call.line.call(call.path, { ...call, body: latin1 }), { status: 400, code: 112 });
    });

    for (const member of operation.required) {
      for (const [how, value] of [
        ['missing', undefined],
        ['null', null],
      ] as const) {
        test(`400/111: ${member} ${how}`, () =>
          refusal(
            { ...operation.request(own().token), [member]: value },
            { status: 400, code: 111, naming: member },
          ));
      }
    }

    for (const [member, values] of Object.entries(operation.wrong)) {
      for (const value of values) {
        test(`400/112: ${member} ${describeValue(value)}`, () =>
          refusal(
            { ...operation.request(own().token), [member]: value },
            { status: 400, code: 112, naming: member },
          ));
      }
    }

    test('400/116: unknown card', () =>
      refusal(
        { ...operation.request(own().token), issuerCardRefId: 'no-such-card' },
        { status: 400, code: 116 },
      ));

    test('400/116: card of another issuer', () =>
      refusal(operation.request(foreign), { status: 400, code: 116 }));

    if (operation.deletedToken !== null) {
      const naming = (virtualCardId: string) => ({ ...operation.request(own().token), virtualCardId });

      test('400/119: unknown token', () => refusal(naming('no-such-token'), { status: 400, code: 119 }));
      test('400/119: token of another card', () =>
        refusal(naming(own().sibling.virtualCardId), { status: 400, code: 119 }));
      test('400/119: token of another issuer', () =>
        refusal(naming(foreign.virtualCardId), { status: 400, code: 119 }));
      test('400/119: the number of an enrolment is not that of its token', () =>
        refusal(naming(own().token.enrolmentId), { status: 400, code: 119 }));
    }

    if (operation.deletedToken === 160) {
      test('400/160: deleted token', () =>
        refusal(operation.request(own().deleted), { status: 400, code: 160 }));
    }

    test('nothing has changed', async () => {
      assert.deepEqual(await everything(), untouched);
    });
  });
}

function describeValue(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 30 ? `of ${String(value).length} characters` : text;
}

test('getTokenInfo of a deleted token: 200, without the value of the token', async () => {
  const { status, json } = await issuer.call('getTokenInfo', namesOf(deleted));
  const { status: state, ...members } = json as Record<string, unknown>;
  assert.deepEqual([status, state], [200, 'DELETED']);
  assert.ok(!('tokenInfo' in members) && !('publicKeyIdentifier' in members));
});

test('updateCard without anything to change: 111', async () => {
  const { issuerCardRefId } = token;
  const answer = await issuer.call('updateCard', { issuerCardRefId, fpanDetails: null, newProductId: null });
  assertRefused(answer, { status: 400, code: 111 });
});

test('the auxiliary API has no other operations: 404, whatever the single-badge API has', async () => {
  for (const operation of ['getCardInfo', 'getTokenInfo', 'sendMessage', 'UpdateCard', '']) {
    const answer = await issuer.call(`auxiliary/${operation}`, namesOf(auxiliary));
    assertRefused(answer, { status: 404, code: 112 });
  }
});

test("a badge is out of reach of the other badge's API", async () => {
  const suspend = { action: 'SUSPEND' };
  const calls: [operation: string, body: object, code: number][] = [
    ['auxiliary/updateCardState', { ...namesOf(token), ...suspend }, 116],
    [
      'auxiliary/updateCardState',
      { ...namesOf(auxiliary), virtualCardId: token.virtualCardId, ...suspend },
      119,
    ],
    ['updateCardState', { ...namesOf(auxiliary), ...suspend }, 116],
    ['updateCardState', { ...namesOf(token), virtualCardId: auxiliary.virtualCardId, ...suspend }, 119],
    ['auxiliary/updateCard', { issuerCardRefId: token.issuerCardRefId, newIssuerCardRefId: 'other' }, 116],
    ['updateCard', { issuerCardRefId: auxiliary.issuerCardRefId, newIssuerCardRefId: 'other' }, 116],
  ];
  for (const [operation, body, code] of calls) {
    assertRefused(await issuer.call(operation, body), { status: 400, code });
  }
  assert.deepEqual(await everything(), untouched);
});

test('auxiliary/updateCard knows no card profile: with nothing else to change, 111', async () => {
  const body = { issuerCardRefId: auxiliary.issuerCardRefId, newProductId: 'DEMO-DOMESTIC' };
  assertRefused(await issuer.call('auxiliary/updateCard', body), { status: 400, code: 111 });
});

describe('an issuer id this certificate does not own', () => {
  const attempts: [string, () => RawLine, string][] = [
    ['unknown', () => issuer.line, 'UNKNOWN001'],
    ["another issuer's", () => issuer.line, 'CMISSUER02'],
    ['right, under a certificate pinned for nobody', () => unpinned, 'CMISSUER01'],
    ["right, under a token requestor's certificate", () => requestorAtGateway, 'CMISSUER01'],
  ];
  let requestorAtGateway: RawLine;
  before(async () => {
    const files = sandbox.description.requestors['wallet']?.client ?? assert.fail('no wallet');
    requestorAtGateway = parties.stranger(await readIdentity(files));
  });

  test('is answered the same whether or not it exists, whoever asks', async () => {
    const answers = [];
    for (const [, line, issuerId] of attempts) {
      const call = properCall('getCardInfo', { issuerCardRefId: foreign.issuerCardRefId });
      const { status, text, headers } = await send({
        ...call,
        line: line(),
        headers: { ...call.headers, 'x-issuer-id': issuerId },
      });
      answers.push({ status, text, headers: { ...headers, date: 'any' } });
    }
    assert.equal(answers[0]?.status, 403);
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
  });
});

test('TLS 1.1 is refused', async () => {
  const { hub, issuers } = sandbox.description;
  const files = issuers['CMISSUER01']?.client ?? assert.fail('no issuer');
  const identity = await readIdentity(files);
  const handshake = async (version: 'TLSv1.1' | 'TLSv1.2') =>
    new Promise<string | null>((resolve, reject) => {
      const socket = connect({
        host: 'localhost',
        port: Number(new URL(hub.issuerGatewayUrl).port),
        ca: authority,
        cert: identity.certificatePem,
        key: identity.privateKeyPem,
        minVersion: version,
        maxVersion: version,
        // Below the library's usual level, or it would not even try.
        ciphers: 'DEFAULT:@SECLEVEL=0',
      });
      socket.once('secureConnect', () => resolve(socket.getProtocol()) ?? socket.destroy());
      socket.once('error', reject);
    });
  const authority = await readFile(hub.ca, 'utf8');
  assert.equal(await handshake('TLSv1.2'), 'TLSv1.2');
  await assert.rejects(handshake('TLSv1.1'), { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
});

describe('two faults at once: the first in the order of the checks is told', () => {
  const pairs: (Row & { operation?: string; request?: () => object })[] = [
    {
      name: 'no certificate before wrong verb',
      change: () => ({ line: anonymous, method: 'GET', body: '' }),
      status: 401,
      code: 113,
    },
    {
      name: 'certificate before unknown path',
      change: () => ({ line: unpinned, path: '/nothing' }),
      status: 403,
      code: 113,
    },
    {
      name: 'certificate before a path that cannot be decoded',
      change: () => ({ line: anonymous, path: '/%zz' }),
      status: 401,
      code: 113,
    },
    {
      name: 'certificate before missing headers',
      change: () => ({ line: unpinned, headers: { 'content-type': 'application/json' } }),
      status: 403,
      code: 113,
    },
    {
      name: 'unknown path before media type',
      change: () => ({ path: '/nothing', headers: {} }),
      status: 404,
      code: 112,
    },
    {
      name: 'verb before media type and size',
      change: () => ({ method: 'PUT', headers: { 'content-type': 'text/plain' }, body: oversized }),
      status: 405,
      code: 112,
    },
    {
      name: 'media type before size',
      change: ({ headers }) => ({ headers: { ...headers, 'content-type': 'text/plain' }, body: oversized }),
      status: 415,
      code: 112,
    },
    {
      name: 'size before missing headers',
      change: () => ({ headers: { 'content-type': 'application/json' }, body: oversized }),
      status: 413,
      code: 112,
    },
    {
      name: 'missing header before a foreign issuer',
      change: () => ({ headers: { 'content-type': 'application/json', 'x-issuer-id': 'CMISSUER02' } }),
      status: 400,
      code: 111,
      naming: 'x-correlation-id',
    },
    {
      name: 'malformed header before a foreign issuer',
      change: ({ headers }) => ({
        headers: { ...headers, 'x-correlation-id': '/', 'x-issuer-id': 'CMISSUER02' },
      }),
      status: 400,
      code: 112,
      naming: 'x-correlation-id',
    },
    {
      name: 'foreign issuer before JSON',
      change: ({ headers }) => ({ headers: { ...headers, 'x-issuer-id': 'CMISSUER02' }, body: '{' }),
      status: 403,
      code: 113,
    },
    {
      name: 'missing member before envelope',
      operation: 'updateCard',
      request: () => ({ fpanDetails: 'garbage' }),
      change: () => ({}),
      status: 400,
      code: 111,
      naming: 'issuerCardRefId',
    },
    {
      name: 'wrong member before unknown card',
      operation: 'updateCardState',
      request: () => ({ issuerCardRefId: 'no-such-card', action: 'PAUSE' }),
      change: () => ({}),
      status: 400,
      code: 112,
      naming: 'action',
    },
    {
      name: 'envelope before unknown card',
      operation: 'updateCard',
      request: () => ({ issuerCardRefId: 'no-such-card', fpanDetails: 'garbage' }),
      change: () => ({}),
      status: 400,
      code: 112,
      naming: 'fpanDetails',
    },
    {
      name: 'expiration date before unknown card',
      operation: 'sendMessage',
      request: () => ({
        ...namesOf(token),
        issuerCardRefId: 'no-such-card',
        message: 'x',
        expirationDate: '2199-01-01T00:00:00Z',
      }),
      change: () => ({}),
      status: 400,
      code: 112,
      naming: 'expirationDate',
    },
    {
      name: 'unknown card before unknown token',
      operation: 'getTokenInfo',
      request: () => ({ issuerCardRefId: 'no-such-card', virtualCardId: 'no-such-token' }),
      change: () => ({}),
      status: 400,
      code: 116,
    },
    {
      name: 'unknown card before deleted token',
      operation: 'updateCardState',
      request: () => ({ ...namesOf(deleted), issuerCardRefId: 'no-such-card', action: 'DELETE' }),
      change: () => ({}),
      status: 400,
      code: 116,
    },
    {
      name: 'token of another card before deleted token',
      operation: 'updateCardState',
      request: () => ({ ...namesOf(deleted), issuerCardRefId: token.issuerCardRefId, action: 'DELETE' }),
      change: () => ({}),
      status: 400,
      code: 119,
    },
  ];
  for (const { name, change, operation = 'getCardInfo', request, ...expected } of pairs) {
    test(name, async () => {
      const call = properCall(operation, request?.() ?? { issuerCardRefId: token.issuerCardRefId });
      assertRefused(await send({ ...call, ...change(call) }), expected);
    });
  }

  describe('while an operation of the token runs', () => {
    let busy: TestToken;
    let gone: TestToken;
    before(async () => {
      [busy, gone] = await Promise.all([parties.enrol(), parties.enrol()]);
      await sandbox.client.reportTokenEvent(busy.virtualCardId, { event: 'DEVICE_LOST' });
      for (const { virtualCardId } of [busy, gone]) await parties.setDevice(virtualCardId, 'refusing');
      await issuer.call('updateCard', { issuerCardRefId: busy.issuerCardRefId, newProductId: 'DEMO-DEBIT' });
      await issuer.call('updateCardState', { ...namesOf(gone), action: 'DELETE' });
      await until('the deletion at the TSP', async () => (await stateOf(gone)) === 'DELETED');
    });

    test('321 before 432', async () => {
      const answer = await issuer.call('updateCardState', { ...namesOf(busy), action: 'RESUME' });
      assertRefused(answer, { status: 400, code: 321 });
    });
    test('119 before 321', async () => {
      const answer = await issuer.call('updateCardState', {
        ...namesOf(busy),
        virtualCardId: sibling.virtualCardId,
        action: 'RESUME',
      });
      assertRefused(answer, { status: 400, code: 119 });
    });
    test('160 before 321', async () => {
      const answer = await issuer.call('updateCardState', { ...namesOf(gone), action: 'DELETE' });
      assertRefused(answer, { status: 400, code: 160 });
    });
    test('166 before 321', async () => {
      const details = { ...fundingOf(busy), newFPAN: parties.newPan('DEMO-PLAIN') };
      const fpanDetails = await sealForHub(sandbox.description, writeFpanDetails(details));
      const answer = await issuer.call('updateCard', { issuerCardRefId: busy.issuerCardRefId, fpanDetails });
      assertRefused(answer, { status: 400, code: 166 });
    });
  });
});

async function stateOf(known: TestToken): Promise<string> {
  return (await sandbox.client.token(known.virtualCardId)).token.state;
}

function fundingOf({ pan }: TestToken) {
  return { oldFPAN: pan, oldExpDate: '1230', newFPAN: pan, newExpDate: '1231' };
}

describe('an envelope that does not open', () => {
  const senders = [
    { issuerId: 'CMISSUER01', operation: 'updateCard', of: () => token, pkcs1v15: 'refused' },
    { issuerId: 'CMISSUER02', operation: 'updateCard', of: () => foreign, pkcs1v15: 'allowed' },
    { issuerId: 'CMISSUER01', operation: 'auxiliary/updateCard', of: () => auxiliary, pkcs1v15: 'refused' },
    { issuerId: 'CMISSUER02', operation: 'auxiliary/updateCard', of: () => foreign, pkcs1v15: 'refused' },
  ] as const;

  for (const { issuerId, operation, of, pkcs1v15 } of senders) {
    test(`${issuerId}, ${operation}: 112, word for word the same whatever the cause, and no effect`, async () => {
      const sender = parties.issuer(issuerId);
      const own = sandbox.description.issuers[issuerId]?.envelope ?? assert.fail('no envelope key');
      const plaintext = writeFpanDetails(fundingOf(of()));
      const hub = await hubSealingKey(sandbox.description);
      const envelopes = await badEnvelopes(plaintext, { hub, other: await readSealingKey(own) });
      if (pkcs1v15 === 'refused') {
        envelopes['PKCS#1 v1.5, not allowed here'] = await sealWithPkcs1v15(plaintext, hub);
      }
      const { issuerCardRefId } = of();
      const expected = await sender.call(operation, { issuerCardRefId, fpanDetails: 'garbage' });
      assertRefused(expected, { status: 400, code: 112, naming: 'fpanDetails' });
      for (const [cause, fpanDetails] of Object.entries(envelopes)) {
        for (const named of [{}, { publicKeyIdentifier: hub.keyIdentifier }]) {
          const answer = await sender.call(operation, { issuerCardRefId, fpanDetails, ...named });
          assert.deepEqual([answer.status, answer.text], [400, expected.text], cause);
        }
      }
      const good = await sealForHub(sandbox.description, plaintext);
      const misnamed = { issuerCardRefId, fpanDetails: good, publicKeyIdentifier: 'no-such-key' };
      assert.equal(
        (await sender.call(operation, misnamed)).text,
        expected.text,
        'a key the hub does not have',
      );
      assert.deepEqual(await everything(), untouched);
    });
  }
});

describe('what is tolerated', () => {
  test('members that nobody knows, a query and further headers', async () => {
    for (const operation of inboundOperations.filter(({ name }) => name.startsWith('get'))) {
      const call = properCall(operation.name, {
        ...operation.request(token),
        whatever: { a: [1] },
        constructor: 1,
      });
      const more = { path: `${call.path}?new=parameter`, headers: { ...call.headers, 'x-new': 'y' } };
      assert.equal((await send({ ...call, ...more })).status, 200, operation.name);
    }
  });

  test('a media type with parameters, in any case; names of headers in any case; a byte order mark', async () => {
    const call = properCall('getCardInfo', { issuerCardRefId: token.issuerCardRefId });
    const headers = {
      'Content-Type': 'Application/JSON; charset=UTF-8',
      'X-CORRELATION-ID': ' a.B_c-1 ',
      'X-Issuer-Id': 'CMISSUER01',
    };
    assert.equal((await send({ ...call, headers, body: `\ufeff${call.body}` })).status, 200);
  });

  test('a body of 64 KiB, in chunks or with its length', async () => {
    const { issuerCardRefId } = token;
    const bare = JSON.stringify({ issuerCardRefId, padding: '' }).length;
    const body = JSON.stringify({ issuerCardRefId, padding: 'x'.repeat(64 * 1024 - bare) });
    for (const framing of ['content-length', 'chunked'] as const) {
      assert.equal((await send({ ...properCall('getCardInfo', {}), body, framing })).status, 200, framing);
    }
  });

  test('the escaped form of a text, and the last of two members of one name', async () => {
    const escaped = token.issuerCardRefId.replace(/./g, unit => `\\u00${unit.charCodeAt(0).toString(16)}`);
    const body = `{"issuerCardRefId":"no-such-card","issuerCardRefId":"${escaped}"}`;
    assert.equal((await send({ ...properCall('getCardInfo', {}), body })).status, 200);
  });
});
