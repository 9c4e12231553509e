import { closedObject } from '@countermark/wire/operator/closed-object';
import { PutClientSecret } from '@countermark/wire/operator/d1-issuer';
import { IssuerId } from '@countermark/wire/operator/elements';
import { clientSecretAddress } from '../../../ports/aggregates/issuers.ts';
import type { Hub } from '../../../ports/hub.ts';
import { type Operation, operation } from './operation.ts';
import { gone, type Outcome } from './outcome.ts';
import { unknownIssuer } from './unknown-issuer.ts';

const ofIssuer = closedObject({ issuerId: IssuerId });

/** The secret goes in and never comes out: no answer of the operator API holds it. */
export const issuerClientSecretOperations: readonly Operation[] = [
  operation({
    name: 'putIssuerClientSecret',
    method: 'PUT',
    path: '/issuers/:issuerId/client-secret',
    params: ofIssuer,
    body: PutClientSecret,
    act: ({ hub, params: { issuerId }, body: { clientSecret } }) =>
      saveClientSecret(hub, issuerId, hub.vault.seal(clientSecretAddress(issuerId), clientSecret)),
  }),
  operation({
    name: 'deleteIssuerClientSecret',
    method: 'DELETE',
    path: '/issuers/:issuerId/client-secret',
    params: ofIssuer,
    act: ({ hub, params: { issuerId } }) => saveClientSecret(hub, issuerId, null),
  }),
];

function saveClientSecret({ store }: Hub, issuerId: string, sealed: Uint8Array | null): Promise<Outcome> {
  return store.transaction(async tx => {
    if (!(await tx.issuers.find(issuerId))) return unknownIssuer({ issuerId });
    await tx.issuers.saveClientSecret(issuerId, sealed);
    return gone;
  });
}
