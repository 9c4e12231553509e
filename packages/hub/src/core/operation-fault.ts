import { ResponseCode as codes, responseCodeEntry } from '@countermark/wire/issuer-gateway/response-codes';
import type { OperationEnd } from './recorded-operation.ts';

/** What went wrong: for machines, and for people. */
interface Fault {
  errorCode: string;
  error: string;
}

/**
 * What a response code says where a card is linked anew and a digital card could not follow. In the life of a digital card
 * by itself the same codes say other things: 322 is also a session that nobody finished.
 */
const partFaults: ReadonlyMap<number, Fault> = new Map([
  [
    codes.operationExpired,
    { errorCode: 'TSP_UNAVAILABLE', error: 'The token service provider did not answer in time' },
  ],
  [codes.operationIncomplete, { errorCode: 'SUPERSEDED', error: 'The digital card was deleted meanwhile' }],
  [
    codes.operationNotAllowed,
    { errorCode: 'INVALID_STATE', error: 'The state of the digital card forbids it' },
  ],
]);

/** Why a digital card did not take its part in an operation on its card, by the response code that its own work ended with. */
export function faultOfPart(code: number): Fault {
  const error = `The token service provider refused with response code ${code}`;
  return partFaults.get(code) ?? { errorCode: 'TSP_REFUSED', error };
}

/** How an operation of D1 failed, by the response code that its token or enrolment ended with. */
export function failedWith(code: number): OperationEnd & { status: 'FAILED' } {
  const name = Object.keys(codes).find(entry => codes[entry as keyof typeof codes] === code);
  return {
    status: 'FAILED',
    errorCode: name === undefined ? 'OPERATION_FAILED' : inCapitals(name),
    error: responseCodeEntry(code)?.meaning ?? `Response code ${code}`,
  };
}

/** `deviceNotReachable` gives `DEVICE_NOT_REACHABLE`. */
function inCapitals(name: string): string {
  return name.replaceAll(/[A-Z]/g, letter => `_${letter}`).toUpperCase();
}
