import Type from 'typebox';
import { scrubPans } from '../card/scrub.ts';
import { flag } from '../issuer-gateway/data/element.ts';
import { defaultMessage } from '../issuer-gateway/error-response.ts';
import { isRetryable } from '../issuer-gateway/response-codes.ts';

/** The personalisation data submitted are of no use; the one code that only this API has. */
export const tokenDataRejected = 431;

const longestMessage = 500;

/** Body of every refusal, in both directions. The numbers are those of the Issuer Gateway API, written as a text. */
export const TspError = Type.Object({
  errorCode: Type.String({
    pattern: '^[0-9]{1,6}$',
    description: 'Why the call is refused: see the code table.',
    log: 'plain',
  }),
  errorMessage: Type.Optional(
    Type.String({ description: 'Free text for the log of the receiver.', blank: 'absent', log: 'plain' }),
  ),
  retryable: Type.Optional(flag('Whether the same call may be sent again.')),
});
export type TspError = Type.Static<typeof TspError>;

/**
 * The body that refuses a call.
 *
 * @param message free text, by default the meaning of the code; what looks like a card number in it is starred
 */
export function tspError(code: number, message: string = meaningOf(code)): TspError {
  return {
    errorCode: String(code),
    errorMessage: scrubPans(message).slice(0, longestMessage).toWellFormed(),
    retryable: isRetryable(code),
  };
}

/** The body that tells a caller which member or header of its call is to blame. */
export function tspErrorTo({ code, parameter }: { code: number; parameter?: string }): TspError {
  const meaning = meaningOf(code);
  return tspError(code, parameter === undefined ? meaning : `${meaning}: ${parameter}`);
}

function meaningOf(code: number): string {
  return code === tokenDataRejected ? 'Token data rejected' : defaultMessage(code);
}
