import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { createAuthority, issueTlsCertificate, validFor } from '@countermark/hub/identity/certificates';
import { sandboxTsp } from '@countermark/sandbox/sandbox/sandbox-parties';
import { openRawLine, type RawAnswer, type RawLine, type TlsIdentity } from './support/raw-https.ts';
import { gatherParties, readIdentity, type TestParties, type TestToken } from './support/test-parties.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** What a TSP of another house says to the hub, right and wrong, and what the hub does without it. */

let sandbox: TestSandbox;
let parties: TestParties;
let line: RawLine;
let token: TestToken;
let tspTokenId: string;

const api = '/gtep/tsh/trapi/v2.0';
const transactions = '/tns-dispatcher/tsh/tnapi/v2.0';
const issuerId = 'CMISSUER01';

before(async () => {
  sandbox = await startTestSandbox();
  parties = await gatherParties(sandbox);
  const { tsp, hub } = sandbox.description;
  line = openRawLine({
    baseUrl: tsp.peersUrl,
    authority: await readFile(hub.ca, 'utf8'),
    identity: await readIdentity(tsp.client),
  });
  token = await parties.enrol({}, 'DEMO-REMOTE');
  tspTokenId = (await sandbox.client.token(token.virtualCardId)).token.tspTokenId;
});
after(async () => {
  line.close();
  parties.close();
  await sandbox.close();
});

function say(
  method: string,
  path: string,
  body: unknown,
  correlationId: string = randomUUID(),
): Promise<RawAnswer> {
  const headers = { 'content-type': 'application/json', 'x-correlation-id': correlationId };
  return line.call(path, { method, headers, body: JSON.stringify(body) });
}

/** The authority of the hub, with its key. */
function hubAuthority() {
  const certificate = sandbox.description.hub.ca;
  return readIdentity({ certificate, key: certificate.replace(/\.pem$/, '.key') });
}

/** What a caller hears that tells of a transaction, under a certificate of this name. */
async function transactionToldBy(authority: TlsIdentity, commonName: string) {
  const use = { role: 'client' } as const;
  const identity = await issueTlsCertificate(authority, {
    commonName,
    use,
    validity: validFor(30, new Date()),
  });
  const { tsp, hub } = sandbox.description;
  const other = openRawLine({ baseUrl: tsp.peersUrl, authority: await readFile(hub.ca, 'utf8'), identity });
  const headers = { 'content-type': 'application/json', 'x-correlation-id': randomUUID() };
  const { method, path, body } = operations.notifyTokenTransaction(tspTokenId);
  const answer = await other.call(path, { method, headers, body: JSON.stringify(body) });
  other.close();
  return codeOf(answer);
}

const codeOf = ({ status, json }: RawAnswer) => [status, (json as { errorCode?: string } | null)?.errorCode];

const tokenInfo = { tokenExp: '0136', tokenLast4: '0000' };
const purchase = {
  issuerId,
  transactionType: 'PURCHASE',
  result: 'APPROVED',
  transactionDateTime: '2026-11-22T10:00:00Z',
};

/** Each operation as it should be, for a token of this id. */
const operations = {
  submitTokenData: (id: string) => ({
    method: 'PUT',
    path: `${api}/tokens/${id}/data`,
    body: { issuerId, tokenPersoInfo: [{ name: 'a', value: '1' }], complete: true },
  }),
  submitNewTokenData: (id: string) => ({
    method: 'PUT',
    path: `${api}/tokens/${id}/newData`,
    body: { issuerId, tokenPersoInfo: [{ name: 'a', value: '1' }], complete: true },
  }),
  renewToken: (id: string) => ({
    method: 'POST',
    path: `${api}/tokens/${id}/renewal`,
    body: { issuerId, tokenInfo },
  }),
  notifyTokenState: (id: string) => ({
    method: 'PUT',
    path: `${api}/tokens/${id}/state`,
    body: { issuerId, state: 'SUSPENDED' },
  }),
  notifyTokenTransaction: (id: string) => ({
    method: 'PUT',
    path: `${transactions}/token-transactions/${randomUUID()}`,
    body: { ...purchase, tokenId: id },
  }),
  notifyCardTransaction: (id: string) => ({
    method: 'PUT',
    path: `${transactions}/card-transactions/${randomUUID()}`,
    body: { ...purchase, cardId: id },
  }),
};

describe('bad input is refused by code and changes nothing', () => {
  for (const [name, operation] of Object.entries(operations)) {
    test(name, async () => {
      const { method, path, body } = operation(tspTokenId);
      const before = await sandbox.client.token(token.virtualCardId);
      const json = { 'content-type': 'application/json' };
      const text = JSON.stringify(body);
      const named = { ...json, 'x-correlation-id': randomUUID() };
      const call = (headers: Record<string, string | string[]>, sent: string, verb = method) =>
        line.call(path, { method: verb, headers, body: sent });

      assert.deepEqual(codeOf(await call(json, text)), [400, '111'], 'no correlation id');
      assert.deepEqual(codeOf(await call({ ...json, 'x-correlation-id': 'é' }, text)), [400, '112']);
      assert.deepEqual(codeOf(await call({ ...json, 'x-correlation-id': ['a', 'b'] }, text)), [400, '112']);
      assert.deepEqual(codeOf(await call(named, '{')), [400, '112'], 'no JSON');
      assert.deepEqual(codeOf(await call({ ...named, 'content-type': 'text/plain' }, text)), [415, '112']);
      assert.deepEqual(codeOf(await call(named, text, 'DELETE')), [405, '112']);
      assert.deepEqual(codeOf(await call(named, `"${'x'.repeat(300_000)}"`)), [413, '112']);
      assert.deepEqual(codeOf(await say(method, path, {})), [400, '111']);
      const { issuerId: _, ...anonymous } = body;
      assert.deepEqual(codeOf(await say(method, path, anonymous)), [400, '111']);
      assert.deepEqual(codeOf(await say(method, path, { ...body, issuerId: 'NOBODY0000' })), [400, '113']);
      assert.deepEqual(codeOf(await say(method, path, { ...body, issuerId: 'CMISSUER02' })), [400, '119']);
      const unknown = operation('R-UNKNOWN');
      assert.deepEqual(codeOf(await say(method, unknown.path, unknown.body)), [400, '119']);
      const tooLong = operation('x'.repeat(65));
      assert.deepEqual(codeOf(await say(method, tooLong.path, tooLong.body)), [400, '112']);

      const after = await sandbox.client.token(token.virtualCardId);
      assert.deepEqual(after.token, before.token);
      assert.deepEqual(after.transactions, before.transactions);
    });
  }

  test('a certificate of nobody, of an issuer, and none at all', async () => {
    const { tsp, hub, issuers } = sandbox.description;
    const authority = await readFile(hub.ca, 'utf8');
    const bank = issuers[issuerId]?.client ?? assert.fail();
    for (const identity of [null, await readIdentity(bank)]) {
      const stranger = openRawLine({ baseUrl: tsp.peersUrl, authority, identity });
      const { method, path, body } = operations.notifyTokenState(tspTokenId);
      const headers = { 'content-type': 'application/json', 'x-correlation-id': randomUUID() };
      const answer = await stranger.call(path, { method, headers, body: JSON.stringify(body) });
      assert.deepEqual(codeOf(answer), [403, '113']);
      stranger.close();
    }
  });

  test('a certificate in the name of a TSP that another authority signed, or for another name', async () => {
    const validity = validFor(30, new Date());
    const own = await hubAuthority();
    // By name it cannot be told from the hub's own.
    const forged = await createAuthority({ commonName: 'Countermark hub authority', validity });
    assert.deepEqual(await transactionToldBy(forged, sandboxTsp.customer), [403, '113']);
    assert.deepEqual(await transactionToldBy(own, `${sandboxTsp.customer} too`), [403, '113']);
    assert.deepEqual(await transactionToldBy(own, `X\nCN=${sandboxTsp.customer}`), [403, '113']);
  });

  test('data nobody asked for, and a state that a TSP cannot bring about', async () => {
    for (const operation of [operations.submitTokenData, operations.submitNewTokenData]) {
      const { method, path, body } = operation(tspTokenId);
      assert.deepEqual(codeOf(await say(method, path, body)), [400, '432']);
    }
    const path = `${api}/tokens/${tspTokenId}/state`;
    assert.deepEqual(codeOf(await say('PUT', path, { issuerId, state: 'INACTIVE' })), [400, '432']);
  });
});

test("a TSP may call with a certificate in its name that the hub's authority signed", async () => {
  assert.deepEqual(await transactionToldBy(await hubAuthority(), sandboxTsp.customer), [204, undefined]);
});

test('the hub is there for a TSP that asks', async () => {
  const answer = await line.call(`${api}/healthCheck`, { method: 'GET', headers: { 'x-request-id': '1' } });
  assert.equal(answer.status, 204);
});

test('a transaction is told once, whatever is said of it twice', async () => {
  const path = `${transactions}/token-transactions/${randomUUID()}`;
  const body = { ...purchase, tokenId: tspTokenId, amount: { value: 500, currency: 'EUR' } };
  assert.equal((await say('PUT', path, body)).status, 204);
  assert.equal((await say('PUT', path, body)).status, 204);
  assert.deepEqual(codeOf(await say('PUT', path, { ...body, result: 'DECLINED' })), [400, '112']);
  const { transactions: shown } = await sandbox.client.token(token.virtualCardId);
  assert.deepEqual(
    shown
      .filter(({ transactionId }) => path.endsWith(transactionId))
      .map(({ result, amount }) => [result, amount]),
    [['APPROVED', { value: 500, currency: 'EUR' }]],
  );
});

test('a transaction of the card itself is known by the reference the issuer gave', async () => {
  const path = `${transactions}/card-transactions/${randomUUID()}`;
  const { status } = await say('PUT', path, { ...purchase, cardId: token.issuerCardRefId });
  assert.equal(status, 204);
});

test('what the TSP did to a token is told to the issuer once, and its session stands for one thing', async () => {
  const held = await parties.enrol({}, 'DEMO-REMOTE');
  const { tspTokenId: id } = (await sandbox.client.token(held.virtualCardId)).token;
  const path = `${api}/tokens/${id}/state`;
  const session = randomUUID();
  for (let time = 0; time < 2; time++) {
    assert.equal((await say('PUT', path, { issuerId, state: 'SUSPENDED' }, session)).status, 204);
  }
  assert.deepEqual(codeOf(await say('PUT', path, { issuerId, state: 'ACTIVE' }, session)), [400, '112']);
  assert.equal((await say('PUT', path, { issuerId, state: 'ACTIVE' })).status, 204);
  const renewal = { issuerId, tokenInfo: { tokenExp: '0136', tokenLast4: '0000' } };
  assert.equal((await say('POST', `${api}/tokens/${id}/renewal`, renewal)).status, 202);
  assert.equal((await sandbox.client.token(held.virtualCardId)).token.tokenExpiryDate, '0136');
  assert.equal((await say('PUT', path, { issuerId, state: 'DELETED' })).status, 204);
  const told = await until('the deletion is told', async () => {
    const all = await parties.issuer(issuerId).toldOf(held);
    return all.some(({ request }) => request.action === 'DELETE') && all;
  });
  assert.deepEqual(
    told.map(({ request: { action, source } }) => `${action} ${source}`),
    ['ACTIVATE TSP', 'SUSPEND TSP', 'RESUME TSP', 'RENEW TSP', 'DELETE TSP'],
  );
});

describe('the data of a new token', () => {
  for (const [decision, exp] of Object.entries({ green: '1230', yellow: '1231' })) {
    test(`come in parts, each once, before the device may have them: ${decision}`, async () => {
      const { client } = sandbox;
      await client.setTspDataManner('withheld');
      const pan = parties.newPan('DEMO-REMOTE');
      const report = await client.enrol({ wallet: 'APPLE_PAY', pan, exp, provisioning: 'none' });
      await client.resetTsp();
      const session = report.enrolmentId ?? assert.fail();
      const virtualCardId = report.enrolment?.token?.virtualCardId ?? assert.fail();
      const { tspTokenId: id } = (await client.token(virtualCardId)).token;
      const submit = (name: string, value: string, complete: boolean) =>
        say(
          'PUT',
          `${api}/tokens/${id}/data`,
          { issuerId, tokenPersoInfo: [{ name, value }], complete },
          session,
        );
      const step = async () => (await client.session(session)).session.step;

      assert.equal(await step(), 'TOKEN_DATA_DUE');
      assert.equal((await submit('a', '1', false)).status, 204);
      assert.equal((await submit('a', '1', false)).status, 204);
      assert.deepEqual(codeOf(await submit('a', '2', true)), [400, '112']);
      assert.equal(await step(), 'TOKEN_DATA_DUE');
      assert.equal((await submit('b', '2', true)).status, 204);
      assert.equal(await step(), 'PROVISIONING_DUE');
      assert.equal((await submit('b', '2', true)).status, 204);
      assert.deepEqual(codeOf(await submit('c', '3', true)), [400, '432']);

      await client.reportProvisioning(session, 'deliver');
      assert.equal((await client.token(virtualCardId)).personalisations[0]?.step, 'CLOSED');
      assert.equal((await submit('b', '2', true)).status, 204);
      assert.ok(!JSON.stringify(await client.exchanges(session)).includes('"value":"2"'));
    });
  }

  test('are of no use when they are empty', async () => {
    const { client } = sandbox;
    await client.setTspDataManner('withheld');
    const pan = parties.newPan('DEMO-REMOTE');
    const report = await client.enrol({ wallet: 'APPLE_PAY', pan, provisioning: 'none' });
    await client.resetTsp();
    const { token: made } = await client.token(report.enrolment?.token?.virtualCardId ?? '');
    const path = `${api}/tokens/${made.tspTokenId}/data`;
    const answer = await say('PUT', path, { issuerId, tokenPersoInfo: [], complete: true });
    assert.deepEqual(codeOf(answer), [400, '431']);
  });
});

test('an answer that is lost leaves no token at the TSP', async () => {
  const { client } = sandbox;
  await client.injectTspFault({ operation: 'createToken', fault: 'missing-field' });
  const report = await client.enrol({ wallet: 'APPLE_PAY', pan: parties.newPan('DEMO-REMOTE') });
  await client.resetTsp();
  assert.equal(report.enrolment?.outcome, 'FAILED');
  const session = report.enrolmentId ?? assert.fail();
  await until('the TSP is told to delete it', async () => {
    const said = await client.exchanges(session);
    return said.some(({ operation, status }) => operation === 'updateTokenState' && status === 204);
  });
});

test('a TSP that fails three health checks is down: 921 at once, changes wait, and go on when it is back', async () => {
  const { client } = sandbox;
  const name = sandbox.description.tsp.name;
  const waiting = await parties.enrol({}, 'DEMO-REMOTE');
  await client.injectTspFault({ operation: '*', fault: '503' });
  await until('the connection is down', async () => {
    const { connection, failedChecks } = await client.tsp(name);
    if (connection === 'DOWN') return true;
    await client.advanceClock(31_000);
    return until(
      `check ${failedChecks + 1}`,
      async () => (await client.tsp(name)).failedChecks > failedChecks,
    ).then(() => false);
  });
  const refused = await client.enrol({ wallet: 'APPLE_PAY', pan: parties.newPan('DEMO-REMOTE') });
  assert.deepEqual([refused.enrolment?.outcome, refused.enrolment?.refusal?.code], ['FAILED', 921]);
  const exchanges = await client.exchanges(refused.enrolmentId ?? '');
  assert.deepEqual(
    exchanges.filter(({ peer }) => peer.startsWith('issuer:')),
    [],
  );

  const { issuerCardRefId, virtualCardId } = waiting;
  const body = { issuerCardRefId, virtualCardId, action: 'SUSPEND' };
  const { correlationId } = await parties.issuer(issuerId).call('updateCardState', body);
  assert.equal((await client.token(virtualCardId)).token.state, 'RESUMED');
  await client.resetTsp();
  await client.advanceClock(31_000);
  await until('the connection is up', async () => (await client.tsp(name)).connection === 'UP');
  // An attempt that was under way when the TSP came back may have found it down still: it comes again in a minute.
  await client.advanceClock(61_000);
  const [callback] = await parties.issuer(issuerId).awaitCallbacks(correlationId, 1);
  assert.deepEqual([callback?.request.action, callback?.request.errorCode], ['SUSPEND', undefined]);
});
