import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { connect, createServer, type TLSSocket } from 'node:tls';
import './reflect-metadata.ts';
import { X509Certificate as ParsedCertificate, SubjectKeyIdentifierExtension } from '@peculiar/x509';
import {
  type CertifiedKey,
  createAuthority,
  issueTlsCertificate,
  keyIdentifierOf,
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from './certificates.ts';

const validity = validFor(30, new Date());
const authority = await createAuthority({ commonName: 'An authority', validity });
const server = { role: 'server', hosts: ['localhost', '127.0.0.1', '::1'] } as const;
const client = { role: 'client' } as const;

function assertBelongTogether(certified: CertifiedKey): X509Certificate {
  const certificate = new X509Certificate(certified.certificatePem);
  assert.match(certified.privateKeyPem, /^-----BEGIN PRIVATE KEY-----\n/);
  assert.ok(certificate.checkPrivateKey(createPrivateKey(certified.privateKeyPem)));
  return certificate;
}

/** Shakes hands over real TLS and returns what each side thinks of the other. */
async function handshake(parties: {
  server: CertifiedKey;
  serverTrust: string;
  client: CertifiedKey;
  clientTrust: string;
}): Promise<{ serverAuthorized: boolean; clientAuthorized: boolean; clientName: string | undefined }> {
  const listener = createServer({
    cert: parties.server.certificatePem,
    key: parties.server.privateKeyPem,
    ca: parties.clientTrust,
    requestCert: true,
    rejectUnauthorized: false,
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const socket = connect({
    port: (listener.address() as AddressInfo).port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: parties.serverTrust,
    cert: parties.client.certificatePem,
    key: parties.client.privateKeyPem,
    rejectUnauthorized: false,
  });
  const [[peer]] = (await Promise.all([
    once(listener, 'secureConnection'),
    once(socket, 'secureConnect'),
  ])) as [[TLSSocket], []];
  const seen = {
    serverAuthorized: socket.authorized,
    clientAuthorized: peer.authorized,
    clientName: peer.getPeerX509Certificate()?.subject,
  };
  socket.destroy();
  peer.destroy();
  listener.close();
  await once(listener, 'close');
  return seen;
}

describe('validFor', () => {
  it('begins before now, for peers whose clocks are behind, and lasts the days it says', () => {
    const now = new Date('2026-11-22T10:00:00Z');
    assert.deepEqual(validFor(2, now), {
      notBefore: new Date('2026-11-22T09:55:00Z'),
      notAfter: new Date('2026-11-24T09:55:00Z'),
    });
  });
});

describe('createAuthority', () => {
  it('makes an EC P-256 authority for end certificates only', () => {
    const certificate = assertBelongTogether(authority);
    assert.equal(certificate.ca, true);
    assert.equal(certificate.subject, 'CN=An authority');
    assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
    assert.ok(certificate.verify(certificate.publicKey));
  });
});

describe('issueTlsCertificate', () => {
  it('certifies a server for all its names', async () => {
    const certificate = assertBelongTogether(
      await issueTlsCertificate(authority, { commonName: 'A server', use: server, validity }),
    );
    assert.equal(certificate.ca, false);
    assert.ok(certificate.checkIssued(new X509Certificate(authority.certificatePem)));
    assert.ok(certificate.verify(new X509Certificate(authority.certificatePem).publicKey));
    assert.equal(certificate.checkHost('localhost'), 'localhost');
    assert.equal(certificate.checkIP('127.0.0.1'), '127.0.0.1');
    assert.equal(certificate.checkIP('::1'), '::1');
    assert.equal(certificate.checkHost('elsewhere.example'), undefined);
  });

  it('takes a common name for what it is, whatever it contains', async () => {
    const commonName = 'Bank, Ltd. + CN=other "quoted"';
    const certified = await issueTlsCertificate(authority, { commonName, use: client, validity });
    assert.deepEqual(new ParsedCertificate(certified.certificatePem).subjectName.getField('CN'), [
      commonName,
    ]);
  });

  it('makes certificates that both sides of a TLS connection accept', async () => {
    assert.deepEqual(
      await handshake({
        server: await issueTlsCertificate(authority, { commonName: 'A server', use: server, validity }),
        serverTrust: authority.certificatePem,
        client: await issueTlsCertificate(authority, { commonName: 'A client', use: client, validity }),
        clientTrust: authority.certificatePem,
      }),
      { serverAuthorized: true, clientAuthorized: true, clientName: 'CN=A client' },
    );
  });
});

describe('selfSignTlsCertificate', () => {
  it('makes certificates that peers accept by pinning them', async () => {
    const ownServer = await selfSignTlsCertificate({ commonName: 'localhost', use: server, validity });
    const ownClient = await selfSignTlsCertificate({ commonName: 'CMISSUER01', use: client, validity });
    assert.equal(assertBelongTogether(ownServer).subject, assertBelongTogether(ownServer).issuer);
    assert.deepEqual(
      await handshake({
        server: ownServer,
        serverTrust: ownServer.certificatePem,
        client: ownClient,
        clientTrust: ownClient.certificatePem,
      }),
      { serverAuthorized: true, clientAuthorized: true, clientName: 'CN=CMISSUER01' },
    );
  });

  it('makes certificates that nobody else accepts', async () => {
    const ownServer = await selfSignTlsCertificate({ commonName: 'localhost', use: server, validity });
    const ownClient = await selfSignTlsCertificate({ commonName: 'CMISSUER01', use: client, validity });
    const seen = await handshake({
      server: ownServer,
      serverTrust: authority.certificatePem,
      client: ownClient,
      clientTrust: authority.certificatePem,
    });
    assert.deepEqual([seen.serverAuthorized, seen.clientAuthorized], [false, false]);
  });
});

describe('selfSignEnvelopeCertificate', () => {
  it('makes an RSA certificate with a subject key identifier', async () => {
    const certified = await selfSignEnvelopeCertificate({
      commonName: 'CMISSUER01',
      modulusLength: 2048,
      validity,
    });
    const certificate = assertBelongTogether(certified);
    const parsed = new ParsedCertificate(certified.certificatePem);
    assert.equal(certificate.publicKey.asymmetricKeyType, 'rsa');
    assert.equal(certificate.publicKey.asymmetricKeyDetails?.modulusLength, 2048);
    assert.equal(certificate.signatureAlgorithm, 'sha256WithRSAEncryption');
    assert.match(parsed.getExtension(SubjectKeyIdentifierExtension)?.keyId ?? '', /^[0-9a-f]{40}$/i);
  });
});

describe('keyIdentifierOf', () => {
  it('is the beginning of the fingerprint, in the characters a key identifier may have', () => {
    const { fingerprint256 } = new X509Certificate(authority.certificatePem);
    const keyIdentifier = keyIdentifierOf(authority.certificatePem);
    assert.match(keyIdentifier, /^[0-9a-f]{12}$/);
    assert.ok(fingerprint256.replaceAll(':', '').toLowerCase().startsWith(keyIdentifier));
  });
});
