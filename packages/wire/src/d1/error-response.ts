import Type from 'typebox';
import { scrubPans } from '../card/scrub.ts';
import { type D1ErrorCode, errorCodeEntry } from './error-codes.ts';

/** Longest `error` that is sent. */
const longestError = 256;

/** `errorGeneric`, the body of every refusal, in both directions. Nothing in it is sure to be there. */
export const ErrorGeneric = Type.Object({
  errorCode: Type.Optional(
    Type.String({
      description: 'Why the call is refused: see the code table.',
      blank: 'absent',
      log: 'plain',
    }),
  ),
  error: Type.Optional(
    Type.String({
      description: 'The first field in error, or a text for a log.',
      blank: 'absent',
      log: 'plain',
    }),
  ),
});

export type ErrorGeneric = Type.Static<typeof ErrorGeneric>;

/** A refusal ready to be sent. */
export interface D1ErrorResponse {
  status: number;
  body: ErrorGeneric;
}

/**
 * The answer that refuses a call.
 *
 * @param refusal.error dotted name of the first field in error; by default the text the table has for the code, if any
 */
export function errorResponse(refusal: {
  errorCode: D1ErrorCode;
  error?: string | undefined;
}): D1ErrorResponse {
  const entry = errorCodeEntry(refusal.errorCode);
  const error = refusal.error ?? entry.error;
  return {
    status: entry.status,
    body: {
      ...(entry.unspoken ? {} : { errorCode: refusal.errorCode }),
      ...(error === undefined ? {} : { error: scrubPans(error).slice(0, longestError).toWellFormed() }),
    },
  };
}
