import Type from 'typebox';
import { flag, identifier, instant } from '../issuer-gateway/data/element.ts';

/** `POST /enrolments/{enrolmentId}/terms`: the user accepted or declined the terms shown. */
export const DecideTerms = Type.Object({
  accepted: flag('False ends the enrolment.'),
  termsId: Type.Optional(identifier('Of the terms shown; needed to accept.', 64)),
  version: Type.Optional(identifier('Of the terms shown.', 32)),
  acceptedDate: Type.Optional(instant('Now when absent.')),
});
export type DecideTerms = Type.Static<typeof DecideTerms>;
