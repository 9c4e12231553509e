import Type from 'typebox';
import { openValue } from '../issuer-gateway/data/element.ts';
import { EnrolmentView } from './enrolment.ts';

/** `POST /enrolments/{enrolmentId}/otp`: the code the user typed. */
export const SubmitOtp = Type.Object({
  otp: Type.String({ pattern: '^[0-9]{4,8}$', description: 'The code.', log: 'digits' }),
});
export type SubmitOtp = Type.Static<typeof SubmitOtp>;

/** What the code entry came to, and the enrolment as it now stands. */
export const SubmitOtpResult = Type.Object({
  result: openValue(
    ['SUCCESS', 'INCORRECT_CODE', 'INCORRECT_CODE_RETRIES_EXCEEDED', 'EXPIRED_CODE'],
    'What the entry came to.',
  ),
  enrolment: EnrolmentView,
});
export type SubmitOtpResult = Type.Static<typeof SubmitOtpResult>;
