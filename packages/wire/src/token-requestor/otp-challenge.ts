import Type from 'typebox';
import { flag, identifier, instant, integer } from '../issuer-gateway/data/element.ts';

/** The code that the cardholder was sent, and what is left of it. */
export const OtpChallengeView = Type.Object({
  methodId: identifier('The method the code was sent by.'),
  expirationDate: instant('Until when the code is good.'),
  attemptsLeft: integer('Entries left for this code.'),
  sendsLeft: integer('Codes that can still be sent.'),
  otpMaxReached: flag('No further code will be sent.'),
});
export type OtpChallengeView = Type.Static<typeof OtpChallengeView>;
