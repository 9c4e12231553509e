import Type from 'typebox';
import { integer, text } from '../issuer-gateway/data/element.ts';

/**
 * Body of every refusal of the token requestor API. The numbers are the family's: 111 missing, 112 malformed, 113 not
 * entitled, 116 unknown card, 118 unknown enrolment or binding, 119 unknown token, 163 not eligible, 166 no card number, 321
 * another binding of the token is under way, 432 not now, 501 the code could not be sent, 921 server error.
 */
export const TokenRequestorError = Type.Object({
  errorCode: integer('Why the call is refused.'),
  errorMessage: text('For a log.'),
});
export type TokenRequestorError = Type.Static<typeof TokenRequestorError>;
