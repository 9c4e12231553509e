import { inboundBasePath } from '@countermark/wire/issuer-gateway/operations';
import { HubView } from '@countermark/wire/operator/hub';
import { tokenRequestorBasePath } from '@countermark/wire/token-requestor/identifiers';
import { type Operation, operation } from './operation.ts';
import { ok } from './outcome.ts';

export const hubOperations: readonly Operation[] = [
  operation({
    name: 'getHub',
    method: 'GET',
    path: '/hub',
    response: HubView,
    async act({ operator }) {
      const facts = operator.facts();
      return ok({
        version: facts.version,
        issuerGatewayUrl: facts.peersUrl + inboundBasePath,
        tokenRequestorUrl: facts.peersUrl + tokenRequestorBasePath,
        ...(facts.detokenizationUrl !== null && { detokenizationUrl: facts.detokenizationUrl }),
        authorityCertificatePem: facts.authorityCertificatePem,
        clientCertificatePem: facts.clientCertificatePem,
        // Member by member: whoever keeps the certificates keeps their private keys beside them.
        envelopeCertificates: facts.envelopeCertificates.map(({ keyIdentifier, certificatePem }) => ({
          keyIdentifier,
          certificatePem,
        })),
        d1Url: facts.peersUrl,
        d1Keys: [...facts.d1Keys],
      } satisfies HubView);
    },
  }),
];
