import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { suspendCard } from '@countermark/wire/d1/card-v2/suspend-card';
import { jwtBearerGrant } from '@countermark/wire/d1/oauth2/get-token';
import '../../../identity/reflect-metadata.ts';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { signD1ClientRequest } from '../../../identity/certificate-request.ts';
import {
  type CertifiedKey,
  createAuthority,
  issueTlsCertificate,
  selfSignTlsCertificate,
  type Validity,
  validFor,
} from '../../../identity/certificates.ts';
import { anIssuer } from '../../../store/test-objects.ts';
import { done } from '../../../use-cases/d1-call.ts';
import { hubAuthority, localhostServer } from '../../tls-identities.fixture.ts';
import { compactJws, issuerId, issuerSigner, newSigner, openD1Api, signedBy } from './d1-api.fixture.ts';
import { serve } from './operation.ts';

const api = await openD1Api({ operations: [serve(suspendCard, async () => done)], tls: true });
const validity = validFor(30, new Date());

before(async () => {
  await api.app.listen({ host: '127.0.0.1', port: 0 });
});
after(() => api.close());

/** One call over TLS under a client certificate; null: under none. */
async function call(
  identity: CertifiedKey | null,
  { path, body, token }: { path: string; body?: object; token?: string },
) {
  const { port } = api.app.server.address() as AddressInfo;
  const request = httpsRequest({
    host: 'localhost',
    port,
    path,
    method: 'POST',
    agent: false,
    ca: localhostServer.certificatePem,
    ...(identity && { cert: identity.certificatePem, key: identity.privateKeyPem }),
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  });
  request.end(body && JSON.stringify(body));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const answered = await text(response);
  return { status: response.statusCode, body: answered === '' ? null : JSON.parse(answered) };
}

/** A certificate of the hub's authority for a common name, its key on P-256. */
function certified(
  commonName: string,
  { authority = hubAuthority, period = validity }: { authority?: CertifiedKey; period?: Validity } = {},
): Promise<CertifiedKey> {
  return issueTlsCertificate(authority, { commonName, use: { role: 'client' }, validity: period });
}

const ownName = `TLSMA-ECDSA/${issuerId}/PPR`;
const own = await certified(ownName);
const suspend = `/banking/v2/issuers/${issuerId}/cards/card-1/operations:suspend`;

function askToken(identity: CertifiedKey | null, clientId = issuerId, signer = issuerSigner) {
  const claims = { iss: clientId, sub: clientId, exp: api.seconds() + 300 };
  const header = { alg: 'ES256', typ: 'JWT', kid: signer.keyIdentifier };
  const assertion = compactJws(header, claims, signedBy(signer));
  const body = { grant_type: jwtBearerGrant, assertion };
  return call(identity, { path: '/authz/v1/oauth2/token', body });
}

async function tokenOf(...asked: Parameters<typeof askToken>): Promise<string> {
  return (await askToken(...asked)).body.access_token;
}

/** Certificates under which nobody is known. */
const strangers: Record<string, () => Promise<CertifiedKey | null>> = {
  'no certificate': async () => null,
  'one that vouches for itself': () =>
    selfSignTlsCertificate({ commonName: ownName, use: { role: 'client' }, validity }),
  'one of another authority': async () =>
    certified(ownName, { authority: await createAuthority({ commonName: 'Test hub authority', validity }) }),
  'one that has expired': () =>
    certified(ownName, {
      period: { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') },
    }),
  'one for production': () => certified(`TLSMA-ECDSA/${issuerId}/PRD`),
  'one whose name tells of another kind of key': () => certified(`TLSMA-RSA/${issuerId}/PPR`),
  'one that has another kind of name': () => certified(issuerId),
};

describe('where client certificates are required', () => {
  it('an issuer gets a token and calls, under a certificate that names it', async () => {
    const token = await tokenOf(own);
    assert.deepEqual(await call(own, { path: suspend, token }), { status: 204, body: null });
  });

  it('under an RSA certificate as well, as the hub signs them', async () => {
    const identity = await signedRequest();
    const token = await tokenOf(identity);
    assert.equal((await call(identity, { path: suspend, token })).status, 204);
  });

  for (const [name, make] of Object.entries(strangers)) {
    it(`${name} is refused: by 400 for a token, by 401 for a call`, async () => {
      const identity = await make();
      const refused = await askToken(identity);
      assert.deepEqual(refused, {
        status: 400,
        body: { errorCode: 'FIELD_INVALID_VALUE', error: 'assertion' },
      });
      const token = await tokenOf(own);
      const answer = await call(identity, { path: suspend, token });
      assert.deepEqual(answer, { status: 401, body: { error: 'Unauthorized' } });
    });
  }

  it("another issuer's certificate gives no token, and somebody's token under it 403", async () => {
    await api.store.issuers.save(anIssuer({ issuerId: 'BANKTWO002' }));
    const other = await certified('TLSMA-ECDSA/BANKTWO002/PPR');
    assert.equal((await askToken(other)).status, 400);
    const token = await tokenOf(own);
    const forbidden = { status: 403, body: { errorCode: 'ISSUER_FORBIDDEN' } };
    assert.deepEqual(await call(other, { path: suspend, token }), forbidden);
    const atOther = suspend.replace(issuerId, 'BANKTWO002');
    assert.deepEqual(await call(other, { path: atOther, token }), forbidden);
  });

  it('an aggregator calls under a certificate of its own', async () => {
    const signer = newSigner('agg-1');
    await api.store.aggregators.save({ aggregatorId: 'AGGREGATE1', name: 'A', issuerIds: [issuerId] });
    const { keyIdentifier, publicKeyPem } = signer;
    const createdAt = api.time.now;
    await api.store.aggregators.saveKey({
      aggregatorId: 'AGGREGATE1',
      keyIdentifier,
      publicKeyPem,
      createdAt,
    });
    const identity = await certified('TLSMA-ECDSA/AGGREGATE1/PPR');
    const token = await tokenOf(identity, 'AGGREGATE1', signer);
    assert.equal((await call(identity, { path: suspend, token })).status, 204);
    assert.equal((await call(own, { path: suspend, token })).status, 403);
  });
});

/** What `countermark keys sign` answers the request of an issuer with an RSA key. */
async function signedRequest(): Promise<CertifiedKey> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 4096,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const request = await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm: algorithm });
  const signed = await signD1ClientRequest(hubAuthority, {
    requestPem: request.toString('pem'),
    now: new Date(),
    clientId: issuerId,
    environment: 'PPR',
  });
  assert.ok(signed.ok);
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const privateKeyPem = `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
  return { certificatePem: signed.certificatePem, privateKeyPem };
}
