import Type from 'typebox';
import { identifier, openValue } from '../issuer-gateway/data/element.ts';
import { IdvMethod } from '../issuer-gateway/data/idv-method.ts';
import { EnrolmentId } from './identifiers.ts';
import { OtpChallengeView } from './otp-challenge.ts';
import { RefusalView } from './refusal.ts';
import { TokenOfRequestor } from './token.ts';

/** What a requestor sees of its enrolment: whose turn it is, and what to show. */
export const EnrolmentView = Type.Object({
  enrolmentId: EnrolmentId,
  /**
   * TERMS_DUE: show `terms`, then decide them. TOKEN_DATA_DUE: ask again soon. PROVISIONING_DUE: deliver the token, then report it.
   * VERIFICATION_DUE: let the user choose one of `idvMethods`; with a code sent, submit it. ENDED: see `outcome`.
   */
  step: openValue(
    ['TERMS_DUE', 'TOKEN_DATA_DUE', 'PROVISIONING_DUE', 'VERIFICATION_DUE', 'ENDED'],
    'Whose turn it is.',
  ),
  outcome: Type.Optional(
    openValue(
      ['ACTIVATED', 'VERIFIED', 'DECLINED', 'FAILED', 'TERMS_DECLINED', 'TOKEN_DELETED', 'EXPIRED'],
      'How the enrolment ended. VERIFIED: the token becomes active once nobody holds it suspended.',
    ),
  ),
  refusal: Type.Optional(RefusalView),
  decision: Type.Optional(openValue(['green', 'yellow', 'red'], 'The tokenization decision.')),
  card: Type.Optional(
    Type.Object({
      lastDigits: identifier('Of the card number.', 4),
      productId: identifier('Card profile, as the issuer named it.'),
      shortDescription: Type.String({ description: 'Shown under the card.', log: 'plain' }),
      cardArtUrl: Type.String({ description: 'Picture of the card.', log: 'plain' }),
    }),
  ),
  terms: Type.Optional(
    Type.Object({
      id: identifier('Terms and conditions.'),
      version: identifier('Of the terms.'),
      language: identifier('ISO 639-1.'),
      text: Type.String({ description: 'What the user accepts.' }),
    }),
  ),
  idvMethods: Type.Optional(Type.Array(IdvMethod)),
  otp: Type.Optional(OtpChallengeView),
  token: Type.Optional(TokenOfRequestor),
});
export type EnrolmentView = Type.Static<typeof EnrolmentView>;
