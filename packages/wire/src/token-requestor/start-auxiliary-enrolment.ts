import Type from 'typebox';
import { identifier } from '../issuer-gateway/data/element.ts';
import { Trid } from './identifiers.ts';

/**
 * `POST /tokens/{virtualCardId}/auxiliary-enrolments`: the domestic token of a cobadged card, beside the primary one the
 * path names. What is absent is as for the primary token.
 */
export const StartAuxiliaryEnrolment = Type.Object({
  tokenRequestorId: Type.Optional(Trid),
  tokenStorageId: Type.Optional(identifier('Secure element, or app instance of an HCE wallet.', 64)),
});
export type StartAuxiliaryEnrolment = Type.Static<typeof StartAuxiliaryEnrolment>;
