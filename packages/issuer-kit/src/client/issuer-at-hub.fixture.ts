import { generateKeyPairSync } from 'node:crypto';
import {
  createAuthority,
  issueTlsCertificate,
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { startAnsweringHub } from '../testing/answering-hub.ts';
import type { Resending } from './resending.ts';

export const issuerId = 'BANKISSUER';

/** When the tests take place. */
export const now = new Date();
const validity = validFor(30, now);

const authority = await createAuthority({ commonName: 'Hub authority', validity });
const server = await issueTlsCertificate(authority, {
  commonName: 'Hub',
  use: { role: 'server', hosts: ['127.0.0.1'] },
  validity,
});
const identity = await selfSignTlsCertificate({ commonName: issuerId, use: { role: 'client' }, validity });

/** A hub that answers what it is told to, and how the issuer gets to it. */
export async function startHub() {
  const hub = await startAnsweringHub({ server, clients: [identity.certificatePem] });
  return { hub, access: { url: hub.hubUrl, issuerId, identity, trust: authority.certificatePem } };
}

/** A PKCS#7 key that becomes active on a day from now on, or before. */
export async function envelopeKey(keyIdentifier: string, inDays = 0) {
  const day = new Date(now.getTime() + inDays * 24 * 60 * 60 * 1000);
  const subject = { commonName: keyIdentifier, modulusLength: 2048, validity: validFor(10, day) } as const;
  return { keyIdentifier, ...(await selfSignEnvelopeCertificate(subject)) };
}

/** A key pair of the curve P-256. */
export function p256Key(keyIdentifier: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    keyIdentifier,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Sends again at once, and keeps how long it would have waited. */
export function impatient(random = 0): { delays: number[]; resending: Partial<Resending> } {
  const delays: number[] = [];
  const pause = async (milliseconds: number, signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    delays.push(milliseconds);
  };
  return { delays, resending: { random: () => random, pause } };
}
