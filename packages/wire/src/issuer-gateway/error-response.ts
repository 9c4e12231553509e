import Type from 'typebox';
import { scrubPans } from '../card/scrub.ts';
import { responseCodeEntry } from './response-codes.ts';

/** Longest message the hub sends: the limit a sister API publishes for the same member. */
const longestMessage = 500;

const unlistedCodeMessage = 'Request refused';

/**
 * `errorRes`, the body of HTTP 400 (Issuer Gateway API, API protocol). A message of any length is accepted, and none
 * at all. Some issuers put both members into a 200 as well, where they mean nothing.
 */
export const ErrorRes = Type.Object({
  responseCode: Type.Integer({
    description: 'Why the request is refused: see the code table.',
    log: 'plain',
  }),
  errorMessage: Type.Optional(
    Type.String({ description: 'Free text for the log of the receiver.', blank: 'absent', log: 'plain' }),
  ),
});

export type ErrorRes = Type.Static<typeof ErrorRes>;

/** A refusal ready to be sent. */
export type ErrorResponse = Required<ErrorRes>;

/**
 * The body that refuses a request.
 *
 * @param message free text for the receiver's log, by default the meaning of the code. What looks like a card number
 *   is starred, and the text is cut at 500 characters.
 */
export function errorResponse(code: number, message: string = defaultMessage(code)): ErrorResponse {
  return { responseCode: code, errorMessage: scrubPans(message).slice(0, longestMessage).toWellFormed() };
}

/** The body that tells a peer why its message is refused and, where one is to blame, which member of it. */
export function errorResponseTo({ code, parameter }: { code: number; parameter?: string }): ErrorResponse {
  const meaning = defaultMessage(code);
  return errorResponse(code, parameter === undefined ? meaning : `${meaning}: ${parameter}`);
}

/** What a code means, in words fit for `errorMessage`. */
export function defaultMessage(code: number): string {
  return responseCodeEntry(code)?.meaning ?? unlistedCodeMessage;
}
