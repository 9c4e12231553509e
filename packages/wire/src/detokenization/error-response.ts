import Type from 'typebox';
import { text } from '../issuer-gateway/data/element.ts';

/**
 * Body of every refusal of the detokenization API: the caller, or its message, is not understood, so no token was
 * looked at. The numbers are the family's: 111 missing, 112 malformed (a message authentication code that does not fit
 * is one), 113 unknown caller, 119 unknown token (of `notify`), 921 server error, which may be retried.
 */
export const DetokenizationError = Type.Object({
  errorCode: text('Three digits: why the call is refused.'),
  errorMessage: text('For a log.'),
});
export type DetokenizationError = Type.Static<typeof DetokenizationError>;

/** Names one call; a retry has the same. */
export const requestIdHeader = 'x-request-id';

/** 1 to 36 characters. */
export const requestIdPattern = '^[A-Za-z0-9_-]{1,36}$';
