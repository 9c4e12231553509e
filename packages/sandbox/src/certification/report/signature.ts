import { X509Certificate } from 'node:crypto';
import {
  type CertifiedKey,
  keyIdentifierOf,
  selfSignEcCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { readDetachedSignature, signatureCheck } from '@countermark/wire/batch-file/detached-signature';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import { CompactSign } from 'jose';
import { keptKey, readKey } from '../../sandbox/kept-key.ts';

/** Signs reports: EC P-256, its certificate for whoever checks them. */
export interface ReportKey extends CertifiedKey {
  /** The beginning of the certificate's SHA-256 fingerprint, in hexadecimal digits. */
  keyIdentifier: string;
}

/** In days. Reports are checked years after they were written. */
const lifetime = 3650;

/** The key in `folder` that reports are signed with; the first time it is made. */
export async function reportKey(folder: string): Promise<ReportKey> {
  const files = await keptKey(folder, 'certification', () =>
    selfSignEcCertificate({
      commonName: 'Countermark certification reports',
      keyUsage: 'digitalSignature',
      validity: validFor(lifetime, new Date()),
    }),
  );
  const key = await readKey(files);
  return { ...key, keyIdentifier: keyIdentifierOf(key.certificatePem) };
}

/** Signs a report: a detached JWS, ES256, over its bytes in UTF-8 (RFC 7515, appendix F). */
export async function signReport(
  report: string,
  { keyIdentifier, privateKeyPem }: ReportKey,
): Promise<string> {
  const whole = await new CompactSign(Buffer.from(report, 'utf8'))
    .setProtectedHeader({ alg: 'ES256', kid: keyIdentifier })
    .sign(readP256PrivateKey(privateKeyPem));
  const [header, , signature] = whole.split('.');
  return `${header}..${signature}`;
}

/** Whether a report is what was signed, and with which key; or why that cannot be said. */
export type ReportVerification = { ok: true; keyIdentifier: string } | { ok: false; fault: string };

/** @param signed.certificatePem the key that the signature must be of */
export function verifyReport(signed: {
  report: string;
  signature: string;
  certificatePem: string;
}): ReportVerification {
  const certificate = certificateIn(signed.certificatePem);
  if (certificate === null) return { ok: false, fault: 'The key is no certificate in PEM form.' };
  const signature = readDetachedSignature(signed.signature.trim());
  if (signature === null) return { ok: false, fault: 'The signature is no detached JWS.' };
  const keyIdentifier = keyIdentifierOf(signed.certificatePem);
  if (signature.keyIdentifier !== keyIdentifier) {
    const named = signature.keyIdentifier ?? 'no key';
    return { ok: false, fault: `The signature names ${named}; the key given is ${keyIdentifier}.` };
  }
  const publicKeyPem = certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const check = signatureCheck(signature, [{ keyIdentifier, publicKeyPem }]);
  check.update(signed.report);
  if (check.verify()) return { ok: true, keyIdentifier };
  return {
    ok: false,
    fault: 'The report is not what was signed: it was changed, or the signature is of another report.',
  };
}

function certificateIn(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
