import { createPublicKey } from 'node:crypto';
import './reflect-metadata.ts';
import * as x509 from '@peculiar/x509';
import { type CertifiedKey, certifyTlsKey, validFor } from './certificates.ts';
import { type D1ClientName, writeD1ClientName } from './d1-client-name.ts';

export type SignedRequest =
  | { ok: true; certificatePem: string; commonName: string }
  /** For whoever made the request. */
  | { ok: false; fault: string };

/** In days: what a client certificate of an issuer may live. */
const lifetime = 730;

/**
 * Answers the certificate request (CSR) of an issuer with a client certificate for the D1 APIs. The hub alone says whom
 * it names; of the request only the key is taken: RSA 4096 or EC P-256, signed with SHA-256 (D1 transport security).
 */
export async function signD1ClientRequest(
  authority: CertifiedKey,
  { requestPem, now, ...client }: { requestPem: string; now: Date } & Omit<D1ClientName, 'keyType'>,
): Promise<SignedRequest> {
  const request = readRequest(requestPem);
  if (!request) return { ok: false, fault: 'This is not a certificate request in PEM form.' };
  const keyType = keyTypeOf(request.publicKey);
  if (!keyType) return { ok: false, fault: 'The key of the request must be RSA 4096 or EC P-256.' };
  const { hash } = request.signatureAlgorithm as { hash?: { name?: string } };
  if (hash?.name !== 'SHA-256') return { ok: false, fault: 'The request must be signed with SHA-256.' };
  if (!(await request.verify())) return { ok: false, fault: 'The request is not signed by its own key.' };
  const commonName = writeD1ClientName({ keyType, ...client });
  const certificate = await certifyTlsKey(
    authority,
    { commonName, use: { role: 'client' }, validity: validFor(lifetime, now) },
    request.publicKey,
  );
  return { ok: true, certificatePem: `${certificate.toString('pem')}\n`, commonName };
}

function readRequest(pem: string): x509.Pkcs10CertificateRequest | null {
  try {
    return new x509.Pkcs10CertificateRequest(pem);
  } catch {
    return null;
  }
}

function keyTypeOf(publicKey: x509.PublicKey): D1ClientName['keyType'] | null {
  const key = createPublicKey({ key: Buffer.from(publicKey.rawData), format: 'der', type: 'spki' });
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength === 4096) return 'RSA';
  return namedCurve === 'prime256v1' ? 'ECDSA' : null;
}
