import { connect } from 'node:tls';
import { selfSignTlsCertificate, validFor } from '@countermark/hub/identity/certificates';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { CertificationLevel } from './certification-case.ts';
import type { CertificationProfile } from './certification-profile.ts';
import type { PeerAnswer, TlsSettings } from './peer-line.ts';

/** Something that is asked of the TLS of every server that the hub calls. */
export interface TlsDemand {
  readonly number: string;
  readonly title: string;
  readonly level: CertificationLevel;
  judge(attempt: TlsAttempt): Promise<readonly Finding[]>;
}

/** The server in question, and a way to try it. */
export interface TlsAttempt {
  readonly url: URL;
  readonly hubClient: CertificationProfile['hubClient'];
  readonly signal: AbortSignal;
  /** Makes a call that the issuer answers when it lets the caller in. */
  ask(tls: TlsSettings): Promise<PeerAnswer>;
}

const day = 24 * 60 * 60 * 1_000;

/** Server certificates that are renewed later than this are often renewed too late. */
const renewalDays = 14;

/** The first is that there is a connection at all. */
export const tlsDemands: readonly TlsDemand[] = [
  {
    number: '01',
    title: 'Lets the hub in over TLS 1.2 or later, with a server certificate that it trusts',
    level: 'mandatory',
    async judge({ ask }) {
      const answer = await ask({});
      return answer.kind === 'ANSWER' ? [] : [notReached(answer.reason)];
    },
  },
  {
    number: '02',
    title: 'Refuses TLS 1.1 and older',
    level: 'mandatory',
    async judge({ ask }) {
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      const answer = await ask(old);
      return answer.kind === 'ANSWER' ? [oldTlsAccepted] : [];
    },
  },
  {
    number: '03',
    title: 'Refuses a caller without a client certificate',
    level: 'mandatory',
    async judge({ ask }) {
      return wasServed(await ask({ cert: '', key: '' })) ? [noCertificateAccepted] : [];
    },
  },
  {
    number: '04',
    title: "Refuses a client certificate that is not the hub's",
    level: 'mandatory',
    async judge({ ask }) {
      const { certificatePem, privateKeyPem } = await selfSignTlsCertificate({
        commonName: 'Somebody else',
        use: { role: 'client' },
        validity: validFor(1, new Date()),
      });
      const answer = await ask({ cert: certificatePem, key: privateKeyPem });
      return wasServed(answer) ? [strangerAccepted] : [];
    },
  },
  {
    number: '05',
    title: `Has a server certificate that is good for ${renewalDays} more days`,
    level: 'optional',
    async judge(attempt) {
      const validTo = await certificateEnd(attempt);
      return validTo.getTime() - Date.now() < renewalDays * day ? [endsSoon(validTo)] : [];
    },
  },
];

function wasServed(answer: PeerAnswer): boolean {
  return answer.kind === 'ANSWER' && answer.status >= 200 && answer.status < 300;
}

function certificateEnd({ url, hubClient, signal }: TlsAttempt): Promise<Date> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: url.hostname,
      port: Number(url.port || 443),
      cert: hubClient.certificatePem,
      key: hubClient.privateKeyPem,
      rejectUnauthorized: false, // whether it is trusted is the business of another case
    });
    const end = () => socket.destroy(new Error('the case has had its time'));
    signal.addEventListener('abort', end, { once: true });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(new Date(socket.getPeerCertificate().valid_to));
      signal.removeEventListener('abort', end);
      socket.destroy();
    });
  });
}

const notReached = (why: string): Finding => ({
  defect: 'not-reached',
  wrong: `The hub does not get through to the issuer: ${why}.`,
  mend: 'Compare host name and port; let the server send its certificate with those of the authorities in between; give the profile what it is trusted by; and let in the client certificate of the hub.',
});
const oldTlsAccepted: Finding = {
  defect: 'old-tls-accepted',
  wrong: 'The server accepts TLS 1.1.',
  mend: 'Set the lowest version to TLS 1.2, also on load balancers and proxies before the server.',
};
const noCertificateAccepted: Finding = {
  defect: 'missing-client-certificate-accepted',
  wrong: 'The server answers a caller that shows no client certificate.',
  mend: 'Demand a client certificate and verify it: requesting one is not enough.',
};
const strangerAccepted: Finding = {
  defect: 'foreign-client-certificate-accepted',
  wrong: 'The server answers a caller with a client certificate that nobody vouches for.',
  mend: "Verify client certificates against the hub's authority or pin the hub's certificate; a check that only looks for the presence of one, or for a name in it, lets everybody in.",
};
const endsSoon = (validTo: Date): Finding => ({
  defect: 'server-certificate-ends-soon',
  wrong: `The server certificate is good until ${validTo.toISOString().slice(0, 10)} only.`,
  mend: `Renew it at least ${renewalDays} days before it ends.`,
});
