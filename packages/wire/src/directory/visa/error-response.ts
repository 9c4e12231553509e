import Type from 'typebox';
import { identifier, text } from '../../issuer-gateway/data/element.ts';

/** Codes: 1xxx validation (HTTP 400), 2xxx the business of it (400), 3000 (409), 5000 (500). */
export const VisaErrorCode = {
  invalid: 'VIDC-1000',
  unknownConsumer: 'VIDC-2001',
  consumerEnrolled: 'VIDC-2002',
  consumerRefused: 'VIDC-2003',
  cardRefused: 'VIDC-2004',
  unknownCard: 'VIDC-2005',
  cardEnrolled: 'VIDC-2006',
  /** Another request for this consumer is running. */
  busy: 'VIDC-3000',
  /** HTTP 422. */
  productNotSupported: 'VIDC-4000',
  serverError: 'VIDC-5000',
} as const;

/** Body of every refusal. */
export const VisaDirectoryError = Type.Object({
  code: identifier('Why the request is refused.', 32),
  message: Type.Optional(text('The same for people.')),
});
export type VisaDirectoryError = Type.Static<typeof VisaDirectoryError>;
