import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Refusal } from '../../core/enrolment.ts';

const faults: readonly number[] = [ResponseCode.operationFailed, ResponseCode.serverError];

/** Why an enrolment ends that its TSP did not make a token for. */
export function refusalOfTsp(code: number): Refusal {
  return faults.includes(code)
    ? { kind: 'TECHNICAL', code, message: 'The token service provider could not do it' }
    : { kind: 'DECLINED', code, message: 'Declined by the token service provider' };
}
