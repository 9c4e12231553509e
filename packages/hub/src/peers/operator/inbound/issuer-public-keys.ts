import { closedObject } from '@countermark/wire/operator/closed-object';
import { IssuerId } from '@countermark/wire/operator/elements';
import {
  EncryptionKeyView,
  KeyIdentifier,
  PutEncryptionKey,
  PutSigningKey,
  SigningKeyView,
} from '@countermark/wire/operator/issuer';
import type { IssuerPublicKey } from '../../../core/issuer.ts';
import { readP256Key, readSigningKey } from '../../../identity/signing-key.ts';
import type { Hub } from '../../../ports/hub.ts';
import { type Operation, operation } from './operation.ts';
import { created, gone, type Outcome, ok, refuse } from './outcome.ts';
import { unknownIssuer } from './unknown-issuer.ts';

const ofKey = closedObject({ issuerId: IssuerId, keyIdentifier: KeyIdentifier });

export const issuerPublicKeyOperations: readonly Operation[] = [
  operation({
    name: 'putIssuerSigningKey',
    method: 'PUT',
    path: '/issuers/:issuerId/signing-keys/:keyIdentifier',
    params: ofKey,
    body: PutSigningKey,
    response: SigningKeyView,
    act: ({ hub, params, body }) => putPublicKey(hub, { purpose: 'SIGNING', ...params, ...body }),
  }),
  operation({
    name: 'deleteIssuerSigningKey',
    method: 'DELETE',
    path: '/issuers/:issuerId/signing-keys/:keyIdentifier',
    params: ofKey,
    act: ({ hub, params }) => deletePublicKey(hub, { purpose: 'SIGNING', ...params }),
  }),
  operation({
    name: 'putIssuerEncryptionKey',
    method: 'PUT',
    path: '/issuers/:issuerId/encryption-keys/:keyIdentifier',
    params: ofKey,
    body: PutEncryptionKey,
    response: EncryptionKeyView,
    act: ({ hub, params, body }) => putPublicKey(hub, { purpose: 'ENCRYPTION', ...params, ...body }),
  }),
  operation({
    name: 'deleteIssuerEncryptionKey',
    method: 'DELETE',
    path: '/issuers/:issuerId/encryption-keys/:keyIdentifier',
    params: ofKey,
    act: ({ hub, params }) => deletePublicKey(hub, { purpose: 'ENCRYPTION', ...params }),
  }),
];

const readers = { SIGNING: readSigningKey, ENCRYPTION: readP256Key };
const names = { SIGNING: 'signing key', ENCRYPTION: 'encryption key' };

/** The same key again changes nothing: the hub goes on sealing with the key that was uploaded last. */
async function putPublicKey(
  hub: Hub,
  { issuerId, purpose, keyIdentifier, publicKeyPem: sent }: Omit<IssuerPublicKey, 'createdAt'>,
): Promise<Outcome> {
  const reading = readers[purpose](sent);
  if (!reading.ok) return refuse('bad-key', reading.fault, 'publicKeyPem');
  const { publicKeyPem } = reading;
  return hub.store.transaction(async tx => {
    if (!(await tx.issuers.find(issuerId))) return unknownIssuer({ issuerId });
    const keys = await tx.issuers.publicKeys(issuerId, purpose);
    const known = keys.find(key => key.keyIdentifier === keyIdentifier);
    if (known?.publicKeyPem === publicKeyPem) return ok(viewPublicKey(known));
    const key = { issuerId, purpose, keyIdentifier, publicKeyPem, createdAt: hub.clock.now() };
    await tx.issuers.savePublicKey(key);
    return known ? ok(viewPublicKey(key)) : created(viewPublicKey(key));
  });
}

async function deletePublicKey(
  { store }: Hub,
  key: Pick<IssuerPublicKey, 'issuerId' | 'purpose' | 'keyIdentifier'>,
): Promise<Outcome> {
  const { issuerId, purpose, keyIdentifier } = key;
  const removed = await store.issuers.removePublicKey(key);
  return removed
    ? gone
    : refuse('not-found', `Issuer ${issuerId} has no ${names[purpose]} ${keyIdentifier}.`);
}

export function viewPublicKey({ keyIdentifier, publicKeyPem, createdAt }: IssuerPublicKey): SigningKeyView {
  return { keyIdentifier, createdAt: createdAt.toISOString(), publicKeyPem };
}
