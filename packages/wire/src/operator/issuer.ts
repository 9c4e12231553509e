import Type from 'typebox';
import { flag, identifier, instant } from '../issuer-gateway/data/element.ts';
import { outboundOperations } from '../issuer-gateway/operations.ts';
import * as auxiliary from '../issuer-gateway-auxiliary/operations.ts';
import { PinnedCertificateView } from './certificate.ts';
import { closedObject } from './closed-object.ts';
import { D1IssuerSettings, D1IssuerSettingsView } from './d1-issuer.ts';
import { CertificatePem, DisplayName, HttpsBase, IssuerId, publicKeyPem, TrustPem } from './elements.ts';

export const KeyIdentifier = Type.String({
  pattern: '^[A-Za-z0-9_.-]{1,64}$',
  description: 'Key identifier: 1 to 64 letters, digits, _, . or -',
});

/** How long the hub waits for an issuer (Issuer Gateway API, response codes and retry policy: 1 to 30 seconds). */
function wait(what: string) {
  return Type.Integer({
    minimum: 1_000,
    maximum: 30_000,
    description: `${what}, in milliseconds: 1000 to 30000`,
  });
}

const PathSegment = Type.String({
  pattern: '^[A-Za-z0-9._~-]{1,64}$',
  description: 'The path segment this issuer serves the method under: 1 to 64 letters, digits, ., _, ~ or -',
});

/** Which path segment stands for a method, where it is not the method's name. */
function methodMap<Name extends string>(operations: readonly { name: Name }[]) {
  const segments = operations.map(({ name }) => [name, Type.Optional(PathSegment)]);
  return closedObject(Object.fromEntries(segments) as Record<Name, Type.TOptional<typeof PathSegment>>);
}

/** Where an issuer of cobadged cards serves the auxiliary API. */
const AuxiliaryEndpoint = closedObject({
  outboundBase: HttpsBase,
  methodMap: Type.Optional(methodMap(auxiliary.outboundOperations)),
});

/** How the hub speaks with an issuer; what is absent is as for every new issuer. */
export const IssuerSettings = closedObject({
  /** May be absent of an issuer that speaks D1 only. */
  outboundBase: Type.Optional(HttpsBase),
  methodMap: Type.Optional(methodMap(outboundOperations)),
  auxiliary: Type.Optional(AuxiliaryEndpoint),
  /** Absent: the issuer has no D1 backend. */
  d1: Type.Optional(D1IssuerSettings),
  serverTrust: Type.Optional(TrustPem),
  padding: Type.Optional(
    Type.Enum(['RSAES-OAEP-SHA-256', 'RSAES-PKCS1-v1_5'], {
      description: 'RSA padding of what the hub seals',
    }),
  ),
  encoding: Type.Optional(
    Type.Enum(['base64', 'hex'], { description: 'Text encoding of what the hub seals' }),
  ),
  recipientForm: Type.Optional(
    Type.Enum(['subjectKeyIdentifier', 'issuerAndSerialNumber'], {
      description: 'How an envelope names its recipient',
    }),
  ),
  inboundPkcs1v15: Type.Optional(
    Type.Enum(['allowed', 'refused'], { description: 'PKCS#1 v1.5 padding in envelopes from this issuer' }),
  ),
  connectTimeout: Type.Optional(wait('Until a connection stands')),
  answerTimeout: Type.Optional(wait('Until a question of an enrolment is answered')),
  notificationTimeout: Type.Optional(wait('Until a notification is acknowledged')),
  hasIdv: Type.Optional(flag('True or false: whether the issuer can verify its cardholders')),
  pushAuthentication: Type.Optional(
    Type.Enum(['HUB', 'ISSUER'], {
      description:
        'Who checks the authentication value of a push payload: HUB by a signature, ISSUER by its own proof',
    }),
  ),
  notifyRenewals: Type.Optional(
    flag('True or false: whether the issuer is told when a TSP renews a token (RENEW)'),
  ),
});
export type IssuerSettings = Type.Static<typeof IssuerSettings>;

/** `PUT /issuers/{issuerId}`: makes an issuer, or replaces its settings; keys and certificates stay. */
export const PutIssuer = closedObject({ name: DisplayName, settings: IssuerSettings });
export type PutIssuer = Type.Static<typeof PutIssuer>;

/** `PUT /issuers/{issuerId}/keys/{keyIdentifier}`: the certificate the hub seals card data with. */
export const PutIssuerKey = closedObject({ certificatePem: CertificatePem });
export type PutIssuerKey = Type.Static<typeof PutIssuerKey>;

/** `PUT /issuers/{issuerId}/signing-keys/{keyIdentifier}`: a key that the issuer signs with. */
export const PutSigningKey = closedObject({
  publicKeyPem: publicKeyPem('RSA of at least 2048 bits, or EC P-256'),
});
export type PutSigningKey = Type.Static<typeof PutSigningKey>;

/** `PUT /issuers/{issuerId}/encryption-keys/{keyIdentifier}`: a key that card data are sealed for in D1. */
export const PutEncryptionKey = closedObject({ publicKeyPem: publicKeyPem('EC P-256') });
export type PutEncryptionKey = Type.Static<typeof PutEncryptionKey>;

export const IssuerSummary = Type.Object({
  issuerId: IssuerId,
  name: DisplayName,
  settings: Type.Object({
    ...Type.Required(IssuerSettings).properties,
    outboundBase: Type.Optional(HttpsBase),
    auxiliary: Type.Optional(Type.Required(AuxiliaryEndpoint)),
    d1: Type.Optional(D1IssuerSettingsView),
    serverTrust: Type.Optional(TrustPem),
  }),
});
export type IssuerSummary = Type.Static<typeof IssuerSummary>;

export const IssuerList = Type.Object({ issuers: Type.Array(IssuerSummary) });
export type IssuerList = Type.Static<typeof IssuerList>;

export const IssuerKeyView = Type.Object({
  keyIdentifier: identifier('Sent with what is sealed.'),
  createdAt: instant('When the key was uploaded; the hub seals with the newest.'),
  notAfter: instant('When its certificate expires.'),
  certificatePem: CertificatePem,
});
export type IssuerKeyView = Type.Static<typeof IssuerKeyView>;

export const SigningKeyView = Type.Object({
  keyIdentifier: identifier('The `kid` of what the issuer signs.'),
  createdAt: instant('When the key was uploaded.'),
  publicKeyPem: Type.String(),
});
export type SigningKeyView = Type.Static<typeof SigningKeyView>;

export const EncryptionKeyView = Type.Object({
  keyIdentifier: identifier('The `kid` of what the hub seals.'),
  createdAt: instant('When the key was uploaded; the hub seals with the newest.'),
  publicKeyPem: Type.String(),
});
export type EncryptionKeyView = Type.Static<typeof EncryptionKeyView>;

export const IssuerView = Type.Object({
  ...IssuerSummary.properties,
  keys: Type.Array(IssuerKeyView, { description: 'Newest first.' }),
  signingKeys: Type.Array(SigningKeyView, { description: 'Newest first.' }),
  encryptionKeys: Type.Array(EncryptionKeyView, { description: 'Newest first.' }),
  hasClientSecret: flag("Whether the hub has a secret for the issuer's OAuth2 server."),
  certificates: Type.Array(PinnedCertificateView),
});
export type IssuerView = Type.Static<typeof IssuerView>;
