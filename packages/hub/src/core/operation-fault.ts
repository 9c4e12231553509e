import { ResponseCode as codes, responseCodeEntry } from '@countermark/wire/issuer-gateway/response-codes';
import type { OperationEnd } from './recorded-operation.ts';

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
