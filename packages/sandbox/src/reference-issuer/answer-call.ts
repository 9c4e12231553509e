import { setTimeout as pause } from 'node:timers/promises';
import {
  defaultMessage,
  type ErrorResponse,
  errorResponse,
} from '@countermark/wire/issuer-gateway/error-response';
import { type BrokenAnswer, type Fault, isBrokenAnswer, type SpoiledAnswer } from './faults.ts';
import type { Call, Reply, ServedOperation } from './serve-operation.ts';

/** What goes out: an HTTP answer with a JSON body, none when undefined, or something broken instead of one. */
export type OutgoingAnswer = { status: number; body: unknown } | { fault: BrokenAnswer };

/** A call of the hub, and what is to go wrong with it. */
export interface IncomingCall {
  /** Parsed JSON, or what was sent instead. */
  body: unknown;
  call: Call;
  fault: Fault | undefined;
}

/** Has the operation answer, unless a fault comes between. */
export async function answerCall(
  operation: ServedOperation,
  { body, call, fault }: IncomingCall,
): Promise<OutgoingAnswer> {
  if (fault === undefined) return outgoing(await operation.reply(body, call));
  if (typeof fault === 'object') return answerUnder(fault, () => operation.reply(body, call));
  if (isBrokenAnswer(fault)) return { fault };
  return spoil(await operation.reply(body, call), fault);
}

async function answerUnder(
  fault: Extract<Fault, object>,
  reply: () => Promise<Reply<unknown>>,
): Promise<OutgoingAnswer> {
  if ('responseCode' in fault) return refusal(fault.responseCode);
  if ('status' in fault) return { status: fault.status, body: undefined };
  const answer = outgoing(await reply());
  await pause(fault.delay);
  return answer;
}

/** HTTP 400 with the body of a refusal. */
export function refusal(code: number, parameter?: string): { status: number; body: ErrorResponse } {
  const meaning = defaultMessage(code);
  return { status: 400, body: errorResponse(code, parameter ? `${meaning}: ${parameter}` : meaning) };
}

function outgoing(reply: Reply<unknown>): OutgoingAnswer {
  switch (reply.kind) {
    case 'ANSWER':
      return { status: 200, body: reply.message };
    case 'REFUSAL':
      return refusal(reply.code, reply.parameter);
    case 'BROKEN':
      return { fault: reply.fault };
  }
}

/** Only an answer that was to be good can be spoiled, and only one that has a decision can have an unknown one. */
function spoil(reply: Reply<unknown>, fault: SpoiledAnswer): OutgoingAnswer {
  if (reply.kind !== 'ANSWER') return outgoing(reply);
  if (fault === 'missing-field') return { status: 200, body: {} };
  const { message } = reply;
  const decides = typeof message === 'object' && message !== null && 'levelOfTrust' in message;
  return { status: 200, body: decides ? { ...message, levelOfTrust: 'purple' } : message };
}
