import Type from 'typebox';
import { PinnedCertificateView } from './certificate.ts';
import { closedObject } from './closed-object.ts';
import { CertificatePem, chosenId, DisplayName } from './elements.ts';

export const DetokenizerId = chosenId('the caller of detokenization');

export const AnswerPolicy = Type.Enum(['WHEN_ALL_PASSED', 'ALSO_OUTSIDE_DOMAIN'], {
  description:
    'When a card number is given: WHEN_ALL_PASSED, or ALSO_OUTSIDE_DOMAIN when only requestor, channel or merchant are wrong',
});

/** `PUT /detokenizers/{detokenizerId}`: makes a caller of detokenization, or replaces it; certificates and MAC key stay. */
export const PutDetokenizer = closedObject({
  name: Type.Optional(DisplayName),
  encryptionCertificatePem: CertificatePem,
  answers: Type.Optional(AnswerPolicy),
});
export type PutDetokenizer = Type.Static<typeof PutDetokenizer>;

export const DetokenizerSummary = Type.Object({
  detokenizerId: DetokenizerId,
  name: DisplayName,
  answers: AnswerPolicy,
});
export type DetokenizerSummary = Type.Static<typeof DetokenizerSummary>;

export const DetokenizerList = Type.Object({ detokenizers: Type.Array(DetokenizerSummary) });
export type DetokenizerList = Type.Static<typeof DetokenizerList>;

export const DetokenizerView = Type.Object({
  ...DetokenizerSummary.properties,
  encryptionCertificatePem: CertificatePem,
  cipheredMacKey: Type.String({
    description: "JWE (RSA-OAEP, A256GCM) of the caller's 32-byte MAC key, for its encryption certificate",
  }),
  certificates: Type.Array(PinnedCertificateView),
});
export type DetokenizerView = Type.Static<typeof DetokenizerView>;
