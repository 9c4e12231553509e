import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createAuthority, issueTlsCertificate, validFor } from '../identity/certificates.ts';
import { httpsClient, type JsonPost, type PeerConnection } from './https-client.ts';
import { answerJson, drip, type HttpsPeer, startHttpsPeer } from './https-peer.fixture.ts';
import { hubClient, localhostServer } from './tls-identities.fixture.ts';

const peer = await startHttpsPeer();
after(() => peer.close());

const trusting: PeerConnection = { serverTrust: localhostServer.certificatePem, connectTimeout: 5_000 };

function postTo(base: string, message: Partial<JsonPost> = {}): JsonPost {
  return { url: `${base}/method`, headers: {}, body: '{"a":1}', timeLimit: 5_000, ...message };
}

async function post(connection: PeerConnection, message: JsonPost) {
  const client = httpsClient(hubClient, connection);
  try {
    return await client.post(message);
  } finally {
    await client.close();
  }
}

async function withPeer(tls: Parameters<typeof startHttpsPeer>[0], use: (other: HttpsPeer) => Promise<void>) {
  const other = await startHttpsPeer(tls);
  try {
    await use(other);
  } finally {
    await other.close();
  }
}

test('posts JSON with the headers given, over TLS 1.3, as the hub', async () => {
  peer.will(response => answerJson(response, { b: 2 }));
  const answer = await post(trusting, postTo(peer.base, { headers: { 'x-issuer-id': 'TESTBANK01' } }));
  const contentType = 'application/json';
  assert.deepEqual(answer, { kind: 'ANSWER', status: 200, contentType, retryAfter: null, body: '{"b":2}' });
  const [request] = peer.received;
  assert.equal(request?.method, 'POST');
  assert.equal(request?.path, '/method');
  assert.equal(request?.body, '{"a":1}');
  assert.deepEqual(request?.headers, {
    host: `localhost:${peer.port}`,
    connection: 'keep-alive',
    'content-type': 'application/json',
    accept: 'application/json',
    'x-issuer-id': 'TESTBANK01',
    'content-length': '7',
  });
  assert.deepEqual(request?.tls, { protocol: 'TLSv1.3', clientName: 'CN=Test hub' });
});

test('keeps the connection for further messages', async () => {
  peer.will(response => answerJson(response, {}));
  const before = peer.connections();
  const client = httpsClient(hubClient, trusting);
  for (let call = 0; call < 3; call++) {
    await client.post(postTo(peer.base));
    await setImmediate(); // a connection is free again one turn after its answer
  }
  await client.close();
  assert.equal(peer.connections() - before, 1);
});

test('hears an answer that comes after the time limit, when it is to', async () => {
  const client = httpsClient(hubClient, trusting);
  const answering = Promise.withResolvers<() => void>();
  peer.will(response => answering.resolve(() => answerJson(response, { late: true })));
  const result = await client.post(postTo(peer.base, { timeLimit: 100, listenOn: 60_000 }));
  assert.equal(result.kind === 'FAULT' && result.reason, 'no answer within 0.1 s');
  (await answering.promise)();
  const late = result.kind === 'FAULT' ? await result.late : null;
  assert.deepEqual([late?.status, late?.body], [200, '{"late":true}']);
  await client.close();
});

test('listens for a limited time', async () => {
  const client = httpsClient(hubClient, trusting);
  peer.will(() => {});
  const result = await client.post(postTo(peer.base, { timeLimit: 50, listenOn: 50 }));
  assert.equal(result.kind === 'FAULT' ? await result.late : 'an answer', null);
  await client.close();
});

test('listens to a few calls at a time, and to none once it closes', async () => {
  const client = httpsClient(hubClient, trusting);
  peer.will(() => {});
  const message = postTo(peer.base, { timeLimit: 100, listenOn: 60_000 });
  const results = await Promise.all(Array.from({ length: 10 }, () => client.post(message)));
  const lates = results.map(result => (result.kind === 'FAULT' ? result.late : undefined));
  assert.equal(lates.filter(Boolean).length, 8);
  await client.close();
  assert.deepEqual(await Promise.all(lates.filter(late => late !== undefined)), Array(8).fill(null));
});

test('closing waits for the call under way', async () => {
  const client = httpsClient(hubClient, trusting);
  const closed = Promise.withResolvers<void>();
  peer.will(response => {
    void client.close().then(closed.resolve, closed.reject);
    answerJson(response, { late: true });
  });
  const answer = await client.post(postTo(peer.base));
  await closed.promise;
  assert.equal(answer.kind === 'ANSWER' && answer.body, '{"late":true}');
});

test('takes TLS 1.2 and no less', async () => {
  await withPeer({ maxVersion: 'TLSv1.2' }, async other => {
    assert.equal((await post(trusting, postTo(other.base))).kind, 'ANSWER');
    assert.equal(other.received[0]?.tls.protocol, 'TLSv1.2');
  });
  const outdated = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await withPeer(outdated, async other => {
    assert.deepEqual(await post(trusting, postTo(other.base)), nothingSent('TLS handshake failed'));
  });
});

test('speaks to a server that does not ask for the client certificate', async () => {
  await withPeer({ requestCert: false }, async other => {
    assert.equal((await post(trusting, postTo(other.base))).kind, 'ANSWER');
    assert.equal(other.received[0]?.tls.clientName, undefined);
  });
});

test('trusts an authority and what it signs, or such a certificate by itself', async () => {
  const validity = validFor(1, new Date());
  const authority = await createAuthority({ commonName: 'Test authority', validity });
  const use = { role: 'server', hosts: ['localhost'] } as const;
  const signed = await issueTlsCertificate(authority, { commonName: 'Signed', use, validity });
  await withPeer({ cert: signed.certificatePem, key: signed.privateKeyPem }, async other => {
    for (const { certificatePem } of [authority, signed]) {
      const answer = await post({ ...trusting, serverTrust: certificatePem }, postTo(other.base));
      assert.equal(answer.kind, 'ANSWER');
    }
    assert.deepEqual(await post(trusting, postTo(other.base)), nothingSent('server certificate not trusted'));
  });
});

test('trusts the system alone when no trust is given', async () => {
  const answer = await post({ ...trusting, serverTrust: null }, postTo(peer.base));
  assert.deepEqual(answer, nothingSent('server certificate not trusted'));
});

test('refuses a certificate for another host name, pinned or not', async () => {
  const validity = validFor(1, new Date());
  const authority = await createAuthority({ commonName: 'Test authority', validity });
  const use = { role: 'server', hosts: ['bank.example'] } as const;
  const elsewhere = await issueTlsCertificate(authority, { commonName: 'Elsewhere', use, validity });
  await withPeer({ cert: elsewhere.certificatePem, key: elsewhere.privateKeyPem }, async other => {
    for (const { certificatePem } of [authority, elsewhere]) {
      const answer = await post({ ...trusting, serverTrust: certificatePem }, postTo(other.base));
      assert.deepEqual(answer, nothingSent('server certificate is for another host name'));
    }
    assert.equal(other.received.length, 0);
  });
});

test('refuses an expired certificate', async () => {
  const authority = await createAuthority({ commonName: 'Old authority', validity: validFor(1, new Date()) });
  const expired = await issueTlsCertificate(authority, {
    commonName: 'Expired',
    use: { role: 'server', hosts: ['localhost'] },
    validity: validFor(1, new Date('2026-01-01T00:00:00Z')),
  });
  await withPeer({ cert: expired.certificatePem, key: expired.privateKeyPem }, async other => {
    const answer = await post({ ...trusting, serverTrust: authority.certificatePem }, postTo(other.base));
    assert.deepEqual(answer, nothingSent('server certificate expired'));
  });
});

test('a server that does not take the client certificate', async () => {
  await withPeer({ ca: localhostServer.certificatePem, maxVersion: 'TLSv1.2' }, async other => {
    const answer = await post(trusting, postTo(other.base));
    assert.equal(answer.kind, 'FAULT');
    assert.equal(other.received.length, 0);
  });
});

test('nobody listens', async () => {
  const gone = await startHttpsPeer();
  await gone.close();
  assert.deepEqual(await post(trusting, postTo(gone.base)), nothingSent('connection refused'));
});

test('a host name that does not exist', async () => {
  const answer = await post(trusting, postTo('https://bank.invalid'));
  assert.deepEqual(answer, nothingSent('host name not found'));
});

test('a server that never says anything trips the connect time-out', async () => {
  const silent = createServer();
  silent.listen(0, 'localhost');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const connection = { ...trusting, connectTimeout: 150 };
  const answer = await post(connection, postTo(`https://localhost:${port}`));
  silent.close();
  assert.deepEqual(answer, nothingSent('no connection within 0.15 s'));
});

test('a connection cut before TLS', async () => {
  peer.cutConnections(1);
  assert.deepEqual(
    await post(trusting, postTo(peer.base)),
    nothingSent('connection closed by the other side'),
  );
});

test('never speaks without TLS', async () => {
  const plain = createServer(socket => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  plain.listen(0, 'localhost');
  await once(plain, 'listening');
  const { port } = plain.address() as AddressInfo;
  const answer = await post(trusting, postTo(`http://localhost:${port}`));
  plain.close();
  assert.deepEqual(answer, nothingSent('TLS handshake failed'));
});

test('a connection cut before the answer', async () => {
  peer.will((_, request) => request.cut());
  const reason = 'connection closed by the other side';
  assert.deepEqual(await post(trusting, postTo(peer.base)), fault(null, reason));
});

test('a connection cut in the middle of the answer', async () => {
  peer.will((response, request) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{', request.cut);
  });
  const reason = 'connection closed by the other side';
  assert.deepEqual(await post(trusting, postTo(peer.base)), fault(200, reason));
});

test('no answer within the limit', async () => {
  peer.will(() => {});
  const answer = await post(trusting, postTo(peer.base, { timeLimit: 150 }));
  assert.deepEqual(answer, fault(null, 'no answer within 0.15 s'));
});

test('the limit is named whole, however little is left of it', async () => {
  peer.will(() => {});
  const answer = await post(trusting, postTo(peer.base, { timeLimit: 30_000, spent: 29_900.5 }));
  assert.deepEqual(answer, fault(null, 'no answer within 30 s'));
});

test('an answer that drips is cut off at the limit', async () => {
  const client = httpsClient(hubClient, trusting);
  peer.will(response => answerJson(response, {}));
  await client.post(postTo(peer.base)); // so that the limit is not spent on the connection
  peer.will(drip);
  const answer = await client.post(postTo(peer.base, { timeLimit: 300 }));
  await client.close();
  assert.deepEqual(answer, fault(200, 'no answer within 0.3 s'));
});

test('the limit goes for the connection, too', async () => {
  const silent = createServer();
  silent.listen(0, 'localhost');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const client = httpsClient(hubClient, { ...trusting, connectTimeout: 300 });
  const answer = await client.post(postTo(`https://localhost:${port}`, { timeLimit: 150 }));
  await client.close();
  silent.close();
  assert.deepEqual(answer, fault(null, 'no answer within 0.15 s'));
});

test('the limit goes for waiting behind other messages, too, and what waited too long is not sent', async () => {
  const answers: (() => void)[] = [];
  const busy = Promise.withResolvers<void>();
  peer.will(response => {
    answers.push(() => answerJson(response, {}));
    if (answers.length === 32) busy.resolve();
  });
  const client = httpsClient(hubClient, trusting);
  const others = Array.from({ length: 32 }, () => client.post(postTo(peer.base)));
  await busy.promise;
  const answer = await client.post(postTo(peer.base, { timeLimit: 150 }));
  assert.deepEqual(answer, fault(null, 'no answer within 0.15 s'));
  for (const respond of answers) respond();
  await Promise.all(others);
  await client.close();
  assert.equal(peer.received.length, 32);
});

test('an answer of 64 KiB is read, a larger one is not', async () => {
  peer.will(response => response.writeHead(200).end('x'.repeat(64 * 1024)));
  const largest = await post(trusting, postTo(peer.base));
  assert.equal(largest.kind === 'ANSWER' && largest.body?.length, 64 * 1024);
  peer.will(response => response.writeHead(200).end('x'.repeat(64 * 1024 + 1)));
  const larger = await post(trusting, postTo(peer.base));
  assert.deepEqual(larger, { kind: 'ANSWER', status: 200, contentType: null, retryAfter: null, body: null });
});

test('a redirect is an answer', async () => {
  peer.will(response => response.writeHead(307, { location: '/elsewhere', 'retry-after': '7' }).end());
  const answer = await post(trusting, postTo(peer.base));
  assert.deepEqual(answer, { kind: 'ANSWER', status: 307, contentType: null, retryAfter: 7_000, body: '' });
  assert.equal(peer.received.length, 1);
});

test('a URL that is none is a programming fault', async () => {
  await assert.rejects(post(trusting, postTo('nowhere')), { code: 'ERR_INVALID_URL' });
});

function nothingSent(reason: string) {
  return { kind: 'FAULT', status: null, reason, sent: 'NOTHING' };
}

function fault(status: number | null, reason: string) {
  return { kind: 'FAULT', status, reason, sent: 'PERHAPS_ALL' };
}
