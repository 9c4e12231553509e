import { setTimeout as pause } from 'node:timers/promises';
import type { HttpAnswer, IdentifiedCall } from '@countermark/issuer-kit';
import { errorResponse } from '@countermark/wire/issuer-gateway/error-response';
import { type BrokenAnswer, BrokenOff, type Fault, isBrokenAnswer, type SpoiledAnswer } from './faults.ts';

/** Something that goes out instead of an answer. */
export interface BrokenHttpAnswer extends HttpAnswer {
  fault: BrokenAnswer;
}

/** Whether something broken is to go out. */
export function isBroken(answer: HttpAnswer): answer is BrokenHttpAnswer {
  return 'fault' in answer;
}

/** Has a call answered, unless a fault comes between. */
export async function answerUnder(
  fault: Fault | undefined,
  call: IdentifiedCall,
  answer: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  if (typeof fault === 'object') return answerAsTold(fault, call, answer);
  if (fault !== undefined && isBrokenAnswer(fault)) return broken(fault);
  const answered = await unlessBrokenOff(answer);
  return fault === undefined ? answered : spoil(answered, fault);
}

async function answerAsTold(
  fault: Extract<Fault, object>,
  call: IdentifiedCall,
  answer: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  if ('responseCode' in fault) return { status: 400, body: refusalWith(fault.responseCode, call) };
  if ('status' in fault) return { status: fault.status, body: undefined };
  const answered = await unlessBrokenOff(answer);
  await pause(fault.delay);
  return answered;
}

async function unlessBrokenOff(answer: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof BrokenOff) return broken(error.fault);
    throw error;
  }
}

function broken(fault: BrokenAnswer): BrokenHttpAnswer {
  return { status: 500, body: undefined, fault };
}

function refusalWith(code: number, { operation }: IdentifiedCall): object {
  return isOfD1(operation) ? { error: String(code) } : errorResponse(code);
}

/** Whether an operation is one of the D1 APIs, whose names begin alike. */
export function isOfD1(operation: string): boolean {
  return operation.startsWith('D1-');
}

/** Only an answer that was to be good can be spoiled, and only one that has a decision can have an unknown one. */
function spoil(answer: HttpAnswer, fault: SpoiledAnswer): HttpAnswer {
  const { status, body } = answer;
  if (isBroken(answer) || status >= 300) return answer;
  if (fault === 'missing-field') return { status: 200, body: {} };
  const decides = typeof body === 'object' && body !== null && 'levelOfTrust' in body;
  return decides ? { status, body: { ...body, levelOfTrust: 'purple' } } : answer;
}
