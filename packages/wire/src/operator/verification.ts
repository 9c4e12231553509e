import Type from 'typebox';
import { identifier, instant } from '../issuer-gateway/data/element.ts';

/** What an operator sees of the verification of a cardholder, in an enrolment or a device binding. */

export const RefusalInWords = Type.Object({
  kind: Type.Enum(['DECLINED', 'TECHNICAL'], {
    description: 'A decision, or something that did not work.',
  }),
  code: Type.Integer({ description: 'Response code of the Issuer Gateway API.' }),
  message: Type.String({ description: 'In words.' }),
});

export const OfferedMethods = Type.Array(
  Type.Object({ id: identifier('The method.'), type: identifier('Kind of method.') }),
  { description: 'Ways offered to verify the cardholder.' },
);

export const OtpState = Type.Object({
  methodId: identifier('The method the code was sent by.'),
  expiresAt: instant('Until when the code is good.'),
  attempts: Type.Integer({ description: 'Wrong entries of this code.' }),
  sends: Type.Integer({ description: 'Codes sent.' }),
});
export type OtpState = Type.Static<typeof OtpState>;
