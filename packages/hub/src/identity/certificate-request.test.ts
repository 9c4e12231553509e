import assert from 'node:assert/strict';
import { webcrypto, X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import './reflect-metadata.ts';
import { Pkcs10CertificateRequest, Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { signD1ClientRequest } from './certificate-request.ts';
import { clientCertificateFaults } from './certificate-rules.ts';
import { createAuthority, validFor } from './certificates.ts';
import { readD1ClientName } from './d1-client-name.ts';

const now = new Date();
const authority = await createAuthority({ commonName: 'Test authority', validity: validFor(30, now) });

const ec = (namedCurve: string, hash = 'SHA-256') => ({ name: 'ECDSA', namedCurve, hash });
const rsa = (modulusLength: number, hash = 'SHA-256') => ({
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash,
});

async function requestOf(algorithm: webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams) {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  return Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: ['TLSMA-RSA/OtherBank1/PRD'] }],
    keys,
    signingAlgorithm: algorithm,
  });
}

const sign = (requestPem: string) =>
  signD1ClientRequest(authority, { requestPem, now, clientId: 'NordBank01', environment: 'PPR' });

async function signed(algorithm: webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams) {
  const request = await requestOf(algorithm);
  const answer = await sign(request.toString('pem'));
  assert.ok(answer.ok, JSON.stringify(answer));
  return { request, certificate: new X509Certificate(answer.certificatePem), ...answer };
}

describe('signD1ClientRequest', () => {
  it('certifies the key of the request, and names whom the hub says, not whom the request does', async () => {
    const { request, certificate, commonName } = await signed(ec('P-256'));
    assert.equal(certificate.subject, 'CN=TLSMA-ECDSA/NordBank01/PPR');
    assert.deepEqual(
      { ...readD1ClientName(commonName) },
      {
        keyType: 'ECDSA',
        clientId: 'NordBank01',
        environment: 'PPR',
      },
    );
    const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
    assert.deepEqual(spki, Buffer.from(request.publicKey.rawData));
    assert.ok(certificate.verify(new X509Certificate(authority.certificatePem).publicKey));
    assert.deepEqual(clientCertificateFaults(certificate.toString(), now), []);
  });

  it('names the kind of key', async () => {
    assert.equal((await signed(rsa(4096))).commonName, 'TLSMA-RSA/NordBank01/PPR');
  });

  it('refuses other keys and other signatures', async () => {
    for (const [algorithm, fault] of [
      [rsa(2048), /RSA 4096 or EC P-256/],
      [ec('P-384'), /RSA 4096 or EC P-256/],
      [rsa(4096, 'SHA-1'), /SHA-256/],
      [ec('P-256', 'SHA-512'), /SHA-256/],
    ] as const) {
      const answer = await sign((await requestOf(algorithm)).toString('pem'));
      assert.match(answer.ok ? 'signed' : answer.fault, fault, JSON.stringify(algorithm));
    }
  });

  it("refuses a request for somebody else's key, and what is no request", async () => {
    const request = new Uint8Array((await requestOf(ec('P-256'))).rawData);
    const last = request.length - 1;
    request[last] = (request[last] ?? 0) ^ 1;
    const forged = await sign(new Pkcs10CertificateRequest(request).toString('pem'));
    assert.match(forged.ok ? 'signed' : forged.fault, /not signed by its own key/);
    for (const text of ['', 'no request', authority.certificatePem]) {
      const answer = await sign(text);
      assert.match(answer.ok ? 'signed' : answer.fault, /not a certificate request/, text);
    }
  });
});

describe('readD1ClientName', () => {
  it('reads nothing else', () => {
    for (const name of [
      'NordBank01',
      'TLSMA-RSA/NordBank01/DEV',
      'TLSMA-RSA/NordBank01',
      'TLSMA-DSA/NordBank01/PRD',
      'TLSMA-RSA/NordBank0/PRD',
      'xTLSMA-RSA/NordBank01/PRD',
      'TLSMA-RSA/NordBank01/PRD\n',
    ])
      assert.equal(readD1ClientName(name), null, name);
  });
});
