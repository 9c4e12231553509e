import Type from 'typebox';
import { openValue } from '../issuer-gateway/data/element.ts';
import { BindingView } from './binding.ts';
import { EnrolmentView } from './enrolment.ts';

/** `POST /enrolments/{enrolmentId}/otp` and `POST /bindings/{bindingId}/otp`: the code the user typed. */
export const SubmitOtp = Type.Object({
  otp: Type.String({ pattern: '^[0-9]{4,8}$', description: 'The code.', log: 'digits' }),
});
export type SubmitOtp = Type.Static<typeof SubmitOtp>;

const OtpResult = openValue(
  ['SUCCESS', 'INCORRECT_CODE', 'INCORRECT_CODE_RETRIES_EXCEEDED', 'EXPIRED_CODE'],
  'What the entry came to.',
);

/** What the code entry came to, and the enrolment as it now stands. */
export const SubmitOtpResult = Type.Object({
  result: OtpResult,
  enrolment: EnrolmentView,
});
export type SubmitOtpResult = Type.Static<typeof SubmitOtpResult>;

/** The same of a code that was typed for a device binding. */
export const SubmitBindingOtpResult = Type.Object({ result: OtpResult, binding: BindingView });
export type SubmitBindingOtpResult = Type.Static<typeof SubmitBindingOtpResult>;
