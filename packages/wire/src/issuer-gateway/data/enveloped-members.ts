import { envelopedData } from './element.ts';

/** The members that carry PKCS#7 envelopes; what each holds inside is in `plaintext/`. */

/** See `plaintext/card-info.ts`. The same value travels in all calls of one enrolment. */
export const CipheredCardInfo = envelopedData('FPAN and expiry date, enveloped.', 8196);

/** See `plaintext/authentication-value.ts`. */
export const EnvelopedAuthenticationValue = envelopedData(
  "CSC as the user entered it, or a domestic issuer's own proof, enveloped.",
  8196,
);

/** See `plaintext/token-info.ts`. */
export const EnvelopedTokenInfo = envelopedData('Token number and expiry date, enveloped.', 8196);

/** See `plaintext/fpan-details.ts`. */
export const EnvelopedFpanDetails = envelopedData(
  'Old and new FPAN with their expiry dates, enveloped.',
  8192,
);
