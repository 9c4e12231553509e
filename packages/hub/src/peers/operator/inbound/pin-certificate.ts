import { X509Certificate } from 'node:crypto';
import type { PinnedCertificateView } from '@countermark/wire/operator/certificate';
import type { PinnedCertificate } from '../../../core/issuer.ts';
import { clientCertificateFaults } from '../../../identity/certificate-rules.ts';
import type { Hub } from '../../../ports/hub.ts';
import type { Aggregates } from '../../../ports/store.ts';
import { created, type Outcome, ok, refuse } from './outcome.ts';

/** Somebody who calls the hub with a TLS client certificate. */
export interface CertificateOwner {
  kind: 'issuer' | 'requestor' | 'detokenizer' | 'TSP';
  id: string;
}

/** Pins a TLS client certificate: from now on it speaks for its owner, and for nobody else. */
export async function pinCertificate(
  hub: Hub,
  { owner, certificatePem }: { owner: CertificateOwner; certificatePem: string },
): Promise<Outcome> {
  // By real time, which TLS keeps whatever the hub's clock says.
  const faults = clientCertificateFaults(certificatePem, new Date());
  if (faults.length > 0) return refuse('bad-certificate', faults.join(' '), 'certificatePem');
  const certificate = pinned(certificatePem);
  return hub.store.transaction(async tx => {
    const owners = {
      issuer: tx.issuers,
      requestor: tx.requestors,
      detokenizer: tx.detokenizers,
      TSP: tx.tspConnections,
    }[owner.kind];
    if (!(await owners.find(owner.id))) return refuse('not-found', `There is no ${owner.kind} ${owner.id}.`);
    const holder = await holderOf(tx, certificate.fingerprint);
    if (holder?.kind === owner.kind && holder.id === owner.id) return ok(viewCertificate(certificate));
    if (holder) {
      return refuse(
        'certificate-taken',
        `This certificate is pinned for ${holder.kind} ${holder.id} already and can speak for one only. Make ${owner.kind} ${owner.id} one of its own.`,
        'certificatePem',
      );
    }
    await owners.pinCertificate(owner.id, certificate);
    return created(viewCertificate(certificate));
  });
}

async function holderOf(tx: Aggregates, fingerprint: string): Promise<CertificateOwner | null> {
  const [issuerId] = await tx.issuers.idsByCertificate(fingerprint);
  if (issuerId !== undefined) return { kind: 'issuer', id: issuerId };
  const requestor = await tx.requestors.findByCertificate(fingerprint);
  if (requestor) return { kind: 'requestor', id: requestor.requestorId };
  const detokenizer = await tx.detokenizers.findByCertificate(fingerprint);
  if (detokenizer) return { kind: 'detokenizer', id: detokenizer.detokenizerId };
  const connection = await tx.tspConnections.findByCertificate(fingerprint);
  return connection && { kind: 'TSP', id: connection.tsp };
}

function pinned(certificatePem: string): PinnedCertificate {
  const certificate = new X509Certificate(certificatePem);
  return {
    fingerprint: certificate.fingerprint256,
    certificatePem: certificate.toString(),
    notAfter: certificate.validToDate,
  };
}

export function viewCertificate(certificate: PinnedCertificate): PinnedCertificateView {
  const { fingerprint, certificatePem, notAfter } = certificate;
  return { fingerprint, notAfter: notAfter.toISOString(), certificatePem };
}
