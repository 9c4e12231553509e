import { setTimeout as pause } from 'node:timers/promises';
import type { ErrorGeneric } from '@countermark/wire/d1/error-response';
import type { OutgoingAnswer } from '../answer-call.ts';
import { type Fault, isBrokenAnswer } from '../faults.ts';

/** A call has its effect unless something comes instead of its answer. */
export async function answerUnder(
  fault: Fault | undefined,
  reply: () => Promise<OutgoingAnswer>,
): Promise<OutgoingAnswer> {
  if (fault === undefined) return reply();
  if (typeof fault === 'string') return isBrokenAnswer(fault) ? { fault } : spoil(await reply());
  if ('status' in fault) return { status: fault.status, body: undefined };
  if ('responseCode' in fault) return refusal(400, String(fault.responseCode));
  const answer = await reply();
  await pause(fault.delay);
  return answer;
}

/** Only an answer that was to be good can be spoiled. */
function spoil(answer: OutgoingAnswer): OutgoingAnswer {
  return 'status' in answer && answer.status < 300 ? { status: 200, body: {} } : answer;
}

/** An error of the D1 APIs. */
export function refusal(status: number, error: string): { status: number; body: ErrorGeneric } {
  return { status, body: { error } };
}
