import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { httpsClients } from './https-clients.ts';
import { answerJson, startHttpsPeer } from './https-peer.fixture.ts';
import { hubAuthority, hubClient, localhostServer } from './tls-identities.fixture.ts';

const peer = await startHttpsPeer();
after(() => peer.close());

const trusting = { serverTrust: localhostServer.certificatePem, connectTimeout: 5_000 };
const message = { url: `${peer.base}/method`, headers: {}, body: '{}', timeLimit: 5_000 };

test('a peer keeps its client while its settings stay', async () => {
  const clients = httpsClients(hubClient);
  const client = clients.of('issuer:TESTBANK01', trusting);
  assert.equal(clients.of('issuer:TESTBANK01', { ...trusting }), client);
  assert.notEqual(clients.of('issuer:TESTBANK02', trusting), client);
  await clients.close();
});

test('changed settings go for the next message', async () => {
  const clients = httpsClients(hubClient);
  const before = await clients.of('issuer:TESTBANK01', trusting).post(message);
  const distrusting = { ...trusting, serverTrust: hubAuthority.certificatePem };
  const afterwards = await clients.of('issuer:TESTBANK01', distrusting).post(message);
  await clients.close();
  assert.equal(before.kind, 'ANSWER');
  assert.equal(afterwards.kind === 'FAULT' && afterwards.reason, 'server certificate not trusted');
});

test('a message under way ends well when settings change, and closing waits for it', async () => {
  const clients = httpsClients(hubClient);
  const finished: string[] = [];
  const closed = Promise.withResolvers<void>();
  peer.will(response => {
    clients.of('issuer:TESTBANK01', { ...trusting, connectTimeout: 1_000 });
    void clients.close().then(() => {
      finished.push('closed');
      closed.resolve();
    }, closed.reject);
    answerJson(response, {});
  });
  const answer = await clients.of('issuer:TESTBANK01', trusting).post(message);
  finished.push('answered');
  await closed.promise;
  assert.equal(answer.kind, 'ANSWER');
  assert.deepEqual(finished, ['answered', 'closed']);
});
