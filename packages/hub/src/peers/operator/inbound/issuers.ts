import { X509Certificate } from 'node:crypto';
import { Fingerprint, PinCertificate, PinnedCertificateView } from '@countermark/wire/operator/certificate';
import { closedObject } from '@countermark/wire/operator/closed-object';
import { IssuerId } from '@countermark/wire/operator/elements';
import {
  IssuerKeyView,
  IssuerList,
  type IssuerSummary,
  IssuerView,
  KeyIdentifier,
  PutIssuer,
  PutIssuerKey,
} from '@countermark/wire/operator/issuer';
import type { Issuer, IssuerKey } from '../../../core/issuer.ts';
import { envelopeCertificateFaults } from '../../../identity/certificate-rules.ts';
import type { Hub } from '../../../ports/hub.ts';
import type { Store } from '../../../ports/store.ts';
import { apiInUse } from './family-settings.ts';
import { viewPublicKey } from './issuer-public-keys.ts';
import { readSettings, viewSettings } from './issuer-settings.ts';
import { type Operation, operation } from './operation.ts';
import { created, gone, isRefused, type Outcome, ok, type Refused, refuse } from './outcome.ts';
import { pinCertificate, viewCertificate } from './pin-certificate.ts';
import { unknownIssuer } from './unknown-issuer.ts';

const ofIssuer = closedObject({ issuerId: IssuerId });

export const issuerOperations: readonly Operation[] = [
  operation({
    name: 'listIssuers',
    method: 'GET',
    path: '/issuers',
    response: IssuerList,
    async act({ hub }) {
      const issuers = await hub.store.issuers.list();
      return ok({ issuers: issuers.map(summarise) } satisfies IssuerList);
    },
  }),
  operation({
    name: 'getIssuer',
    method: 'GET',
    path: '/issuers/:issuerId',
    params: ofIssuer,
    response: IssuerView,
    async act({ hub, params }) {
      const issuer = await hub.store.issuers.find(params.issuerId);
      return issuer ? ok(await viewIssuer(hub.store, issuer)) : unknownIssuer(params);
    },
  }),
  operation({
    name: 'putIssuer',
    method: 'PUT',
    path: '/issuers/:issuerId',
    params: ofIssuer,
    body: PutIssuer,
    response: IssuerView,
    async act({ hub, params, body }) {
      const settings = readSettings(body);
      if (isRefused(settings)) return settings;
      const issuer = { issuerId: params.issuerId, name: body.name, settings };
      if (await hub.store.aggregators.find(issuer.issuerId)) return takenByAggregator(issuer);
      return saveIssuer(hub, issuer);
    },
  }),
  operation({
    name: 'putIssuerKey',
    method: 'PUT',
    path: '/issuers/:issuerId/keys/:keyIdentifier',
    params: closedObject({ issuerId: IssuerId, keyIdentifier: KeyIdentifier }),
    body: PutIssuerKey,
    response: IssuerKeyView,
    act: ({ hub, params, body }) => putKey(hub, { ...params, ...body }),
  }),
  operation({
    name: 'deleteIssuerKey',
    method: 'DELETE',
    path: '/issuers/:issuerId/keys/:keyIdentifier',
    params: closedObject({ issuerId: IssuerId, keyIdentifier: KeyIdentifier }),
    async act({ hub, params: { issuerId, keyIdentifier } }) {
      const removed = await hub.store.issuers.removeKey(issuerId, keyIdentifier);
      return removed ? gone : refuse('not-found', `Issuer ${issuerId} has no key ${keyIdentifier}.`);
    },
  }),
  operation({
    name: 'pinIssuerCertificate',
    method: 'POST',
    path: '/issuers/:issuerId/certificates',
    params: ofIssuer,
    body: PinCertificate,
    response: PinnedCertificateView,
    act: ({ hub, params, body }) =>
      pinCertificate(hub, { owner: { kind: 'issuer', id: params.issuerId }, ...body }),
  }),
  operation({
    name: 'unpinIssuerCertificate',
    method: 'DELETE',
    path: '/issuers/:issuerId/certificates/:fingerprint',
    params: closedObject({ issuerId: IssuerId, fingerprint: Fingerprint }),
    async act({ hub, params: { issuerId, fingerprint } }) {
      const removed = await hub.store.issuers.unpinCertificate(issuerId, withColons(fingerprint));
      return removed
        ? gone
        : refuse('not-found', `Issuer ${issuerId} has no certificate with this fingerprint.`);
    },
  }),
];

async function saveIssuer(hub: Hub, issuer: Issuer): Promise<Outcome> {
  return hub.store.transaction(async tx => {
    await tx.products.lockRanges(); // so that no product begins to speak an API while it is taken away
    const refused = apiInUse(issuer, await tx.products.ofIssuer(issuer.issuerId));
    if (refused) return refused;
    const known = await tx.issuers.find(issuer.issuerId);
    await tx.issuers.save(issuer);
    const view = await viewIssuer(tx, issuer);
    return known ? ok(view) : created(view);
  });
}

function takenByAggregator({ issuerId }: Issuer): Refused {
  return refuse('id-taken', `${issuerId} is an aggregator: its access tokens would be those of the issuer.`);
}

/** The same certificate again changes nothing: the hub goes on sealing with the key that was uploaded last. */
async function putKey(
  hub: Hub,
  { issuerId, keyIdentifier, certificatePem }: Omit<IssuerKey, 'createdAt'>,
): Promise<Outcome> {
  const faults = envelopeCertificateFaults(certificatePem, new Date());
  if (faults.length > 0) return refuse('bad-certificate', faults.join(' '), 'certificatePem');
  const certificate = new X509Certificate(certificatePem).toString();
  return hub.store.transaction(async tx => {
    if (!(await tx.issuers.find(issuerId))) return unknownIssuer({ issuerId });
    const known = (await tx.issuers.keys(issuerId)).find(key => key.keyIdentifier === keyIdentifier);
    if (known?.certificatePem === certificate) return ok(viewKey(known));
    const key = { issuerId, keyIdentifier, certificatePem: certificate, createdAt: hub.clock.now() };
    await tx.issuers.saveKey(key);
    return known ? ok(viewKey(key)) : created(viewKey(key));
  });
}

function withColons(fingerprint: string): string {
  const bytes = fingerprint.replaceAll(':', '').toUpperCase().match(/../g) ?? [];
  return bytes.join(':');
}

function summarise({ issuerId, name, settings }: Issuer): IssuerSummary {
  return { issuerId, name, settings: viewSettings(settings) };
}

async function viewIssuer({ issuers }: Pick<Store, 'issuers'>, issuer: Issuer): Promise<IssuerView> {
  const { issuerId } = issuer;
  const keys = await issuers.keys(issuerId);
  const signingKeys = await issuers.publicKeys(issuerId, 'SIGNING');
  const encryptionKeys = await issuers.publicKeys(issuerId, 'ENCRYPTION');
  const certificates = await issuers.certificates(issuerId);
  return {
    ...summarise(issuer),
    keys: keys.map(viewKey),
    signingKeys: signingKeys.map(viewPublicKey),
    encryptionKeys: encryptionKeys.map(viewPublicKey),
    hasClientSecret: (await issuers.sealedClientSecret(issuerId)) !== null,
    certificates: certificates.map(viewCertificate),
  };
}

function viewKey({ keyIdentifier, certificatePem, createdAt }: IssuerKey): IssuerKeyView {
  const notAfter = new X509Certificate(certificatePem).validToDate;
  return {
    keyIdentifier,
    createdAt: createdAt.toISOString(),
    notAfter: notAfter.toISOString(),
    certificatePem,
  };
}
