import Type from 'typebox';
import { CertificatePem } from './elements.ts';
import { KeyIdentifier } from './issuer.ts';

/** RFC 7517. */
const PublicJwk = Type.Object({
  kty: Type.Literal('EC'),
  crv: Type.Literal('P-256'),
  x: Type.String(),
  y: Type.String(),
  kid: KeyIdentifier,
  use: Type.Enum(['enc', 'sig']),
  alg: Type.Enum(['ECDH-ES', 'ES256']),
});

/** `GET /hub`: what issuers and token requestors need from this hub. Nothing here is secret. */
export const HubView = Type.Object({
  version: Type.String({ description: 'Of the hub.' }),
  issuerGatewayUrl: Type.String({
    description: 'Base of the Issuer Gateway API; issuers append `/{method}`.',
  }),
  tokenRequestorUrl: Type.String({ description: 'Base of the token requestor API.' }),
  detokenizationUrl: Type.Optional(
    Type.String({ description: 'Base of the detokenization API; absent where the hub does not serve it.' }),
  ),
  authorityCertificatePem: Type.String({
    description: "The hub's own authority: signs its TLS certificates.",
  }),
  clientCertificatePem: CertificatePem,
  envelopeCertificates: Type.Array(
    Type.Object({ keyIdentifier: KeyIdentifier, certificatePem: CertificatePem }),
    {
      description: 'What peers seal PKCS#7 envelopes for the hub with.',
    },
  ),
  d1Url: Type.String({ description: 'Where issuers call the D1 APIs: /authz/v1 and /banking follow it.' }),
  d1Keys: Type.Array(PublicJwk, {
    description:
      'The keys of the hub for the D1 APIs, newest first: `enc`, for which issuers seal JWE, and `sig`, of access tokens.',
  }),
});
export type HubView = Type.Static<typeof HubView>;
