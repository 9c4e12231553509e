import { randomUUID } from 'node:crypto';
import { connect } from 'node:tls';
import { selfSignTlsCertificate, validFor } from '@countermark/hub/identity/certificates';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { checkCardEligibility } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import type { CardElements } from '../certification-profile.ts';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import type { IssuerAnswer, TlsSettings } from '../issuer-gateway/issuer-line.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';
import { applePay } from '../issuer-gateway/played-wallet.ts';

const reason = 'Issuer Gateway API, connectivity';

/** The first case of all: without a connection nothing else can be tried. */
export const connectionCase = 'IG-TLS-01';

const day = 24 * 60 * 60 * 1_000;

/** Server certificates that are renewed later than this are often renewed too late. */
const renewalDays = 14;

export const tlsCases = [
  issuerGatewayCase({
    id: connectionCase,
    title: 'Lets the hub in over TLS 1.2 or later, with a server certificate that it trusts',
    level: 'mandatory',
    reason,
    needs: [],
    async run(hub, card) {
      const answer = await askOver({}, { hub, card });
      return answer.kind === 'ANSWER' ? [] : [notReached(answer.reason)];
    },
  }),
  issuerGatewayCase({
    id: 'IG-TLS-02',
    title: 'Refuses TLS 1.1 and older',
    level: 'mandatory',
    reason,
    needs: [connectionCase],
    async run(hub, card) {
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      const answer = await askOver(old, { hub, card });
      return answer.kind === 'ANSWER' ? [oldTlsAccepted] : [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-TLS-03',
    title: 'Refuses a caller without a client certificate',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      return wasServed(await askOver({ cert: '', key: '' }, { hub, card })) ? [noCertificateAccepted] : [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-TLS-04',
    title: "Refuses a client certificate that is not the hub's",
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const stranger = await selfSignTlsCertificate({
        commonName: 'Somebody else',
        use: { role: 'client' },
        validity: validFor(1, new Date()),
      });
      const tls = { cert: stranger.certificatePem, key: stranger.privateKeyPem };
      return wasServed(await askOver(tls, { hub, card })) ? [strangerAccepted] : [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-TLS-05',
    title: `Has a server certificate that is good for ${renewalDays} more days`,
    level: 'optional',
    reason,
    needs: [connectionCase],
    async run({ gateway, profile, signal }) {
      const validTo = await certificateEnd(new URL(gateway.url), {
        cert: profile.hubClient.certificatePem,
        key: profile.hubClient.privateKeyPem,
        signal,
      });
      return validTo.getTime() - Date.now() < renewalDays * day ? [endsSoon(validTo)] : [];
    },
  }),
];

/** A question that the issuer answers when it lets the caller in. */
async function askOver(
  tls: TlsSettings,
  { hub, card }: { hub: PlayedHub; card: CardElements },
): Promise<IssuerAnswer> {
  const { walletProviderId, tokenRequestor } = applePay;
  const body = { ...(await hub.sealCard(card)), walletProviderId, tokenRequestor, captureMethod: 'MANUAL' };
  return hub.openLine(tls).send({ operation: checkCardEligibility, correlationId: randomUUID(), body });
}

function wasServed(answer: IssuerAnswer): boolean {
  return answer.kind === 'ANSWER' && answer.status >= 200 && answer.status < 300;
}

function certificateEnd(
  { hostname, port }: URL,
  tls: { cert: string; key: string; signal: AbortSignal },
): Promise<Date> {
  const { cert, key, signal } = tls;
  return new Promise((resolve, reject) => {
    // Whether it is trusted is the business of another case.
    const socket = connect({
      host: hostname,
      port: Number(port || 443),
      cert,
      key,
      rejectUnauthorized: false,
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
