import Type from 'typebox';
import { identifier, instant } from '../issuer-gateway/data/element.ts';
import { PinnedCertificateView } from './certificate.ts';
import { closedObject } from './closed-object.ts';
import { CertificatePem, chosenId, HttpsBase, TrustPem } from './elements.ts';
import { KeyIdentifier } from './issuer.ts';

export const TspName = chosenId('the TSP');

const Customer = Type.String({
  pattern: '^[A-Za-z0-9_. -]{1,64}$',
  description: "The TSP's customer identifier: 1 to 64 letters, digits, spaces, _, . or -",
});

/** `PUT /tsps/{tsp}`: makes the connection to a TSP, or changes it; certificates stay. */
export const PutTsp = closedObject({
  url: HttpsBase,
  customer: Customer,
  serverTrust: Type.Optional(TrustPem),
  envelope: closedObject({ keyIdentifier: KeyIdentifier, certificatePem: CertificatePem }),
  padding: Type.Optional(
    Type.Enum(['RSAES-OAEP-SHA-256', 'RSAES-PKCS1-v1_5'], {
      description: 'RSA padding of the card data sealed for the TSP',
    }),
  ),
});
export type PutTsp = Type.Static<typeof PutTsp>;

export const TspView = Type.Object({
  tsp: TspName,
  ...PutTsp.properties,
  padding: Type.Required(PutTsp).properties.padding,
  connection: Type.Enum(['UP', 'DOWN'], { description: 'DOWN after three health checks that failed.' }),
  failedChecks: Type.Integer({ description: 'Health checks that failed in a row.' }),
  checkedAt: Type.Optional(instant('The newest health check.')),
});
export type TspView = Type.Static<typeof TspView>;

export const TspList = Type.Object({ tsps: Type.Array(TspView) });
export type TspList = Type.Static<typeof TspList>;

export const TspDetails = Type.Object({
  ...TspView.properties,
  certificates: Type.Array(PinnedCertificateView),
});
export type TspDetails = Type.Static<typeof TspDetails>;

/** Answer to `POST /products/{productId}/repersonalisation`. */
export const RepersonalisationBegun = Type.Object({
  tokens: Type.Integer({ description: 'Active tokens for which it is begun now.' }),
});
export type RepersonalisationBegun = Type.Static<typeof RepersonalisationBegun>;

/** Personalisation data on their way from a TSP to a device. */
export const PersonalisationView = Type.Object({
  correlationId: identifier('The session of it.'),
  purpose: identifier('PROVISIONING, REPERSONALISATION or REPLENISHMENT.'),
  step: identifier('Whose turn it is: REQUEST_DUE, DATA_DUE, DEVICE_DUE, REPORT_DUE or CLOSED.'),
  failure: Type.Optional(Type.Integer({ description: 'Response code it failed with.' })),
  createdAt: instant('When it began.'),
});
export type PersonalisationView = Type.Static<typeof PersonalisationView>;
