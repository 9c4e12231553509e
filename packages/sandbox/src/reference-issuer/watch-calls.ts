import type { Around, HttpAnswer, IdentifiedCall } from '@countermark/issuer-kit';
import { maskMessage } from '@countermark/wire/d1/masking';
import { qualifiedName } from '@countermark/wire/d1/operation';
import { getToken } from '@countermark/wire/d1/outbound/get-token';
import type { Faults } from './faults.ts';
import type { Journal, ReceivedCall } from './journal.ts';
import { answerUnder, isBroken, isOfD1 } from './under-faults.ts';

/** Has a fault befall a call that one is meant for, and writes down what was received and answered. */
export function watchCalls(means: { faults: Faults; journal: Journal; now: () => Date }): Around {
  const { faults, journal, now } = means;
  return async (call, answer) => {
    const { issuerId, operation, correlationId } = call;
    const receivedAt = now().toISOString();
    const answered = await answerUnder(faults.take(issuerId, operation), call, answer);
    if (operation === tokenOperation) return answered;
    const written = isOfD1(operation) ? masked(call, answered) : asItCame(call, answered);
    journal.record({ issuerId, correlationId: correlationId ?? '', operation, receivedAt, ...written });
    return answered;
  };
}

/** No call of an enrolment, and full of secrets. */
const tokenOperation = qualifiedName(getToken);

type Written = Pick<ReceivedCall, 'request' | 'answer'>;

function asItCame({ request }: IdentifiedCall, answer: HttpAnswer): Written {
  return { request, answer: isBroken(answer) ? { fault: answer.fault } : answer };
}

/** Codes, envelopes and people are not in the journal. */
function masked({ operation, request }: IdentifiedCall, answer: HttpAnswer): Written {
  const { status, body } = answer;
  return {
    request: maskMessage(operation, 'request', request),
    answer: isBroken(answer)
      ? { fault: answer.fault }
      : { status, body: body === undefined ? undefined : maskMessage(operation, 'response', body) },
  };
}
