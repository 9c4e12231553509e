import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Refusal } from '../../core/enrolment.ts';
import type { D1Answer } from '../../ports/d1-backend.ts';
import type { NotAsked } from '../verification/ask-issuer.ts';

/** What the requestor is told when the issuer did not do what D1 needed of it; the issuer's own words are not for it. */
export function technicalRefusal(what: string, answer: D1Answer<unknown> | NotAsked): Refusal {
  return answer.kind === 'FAILED'
    ? { kind: 'TECHNICAL', code: ResponseCode.serverError, message: `Issuer: ${answer.reason}` }
    : { kind: 'TECHNICAL', code: ResponseCode.operationFailed, message: `The issuer did not ${what}` };
}
