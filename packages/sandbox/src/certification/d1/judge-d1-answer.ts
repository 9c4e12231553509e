import { type D1Operation, type ResponseOf, readResponse } from '@countermark/wire/d1/operation';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { DefectFound } from '../certification-case.ts';
import { jsonIn, type PeerAnswer } from '../peer-line.ts';

/** A call and what the issuer made of it. */
export interface D1Asked<Operation extends D1Operation = D1Operation> {
  readonly operation: Operation;
  readonly answer: PeerAnswer;
}

/** Any 2xx answers a call, if its body is what the caller needs; a 4xx but 408 and 429 refuses it. */
export type D1Judgement<Message> =
  | { readonly kind: 'TAKEN'; readonly message: Message }
  | { readonly kind: 'REFUSED'; readonly status: number }
  /** The hub tries again, or goes on as if the issuer did not answer. */
  | { readonly kind: 'UNUSABLE'; readonly finding: Finding };

/** Reads an answer as the hub does (Outbound Card API, responses). */
export function judge<Operation extends D1Operation>(
  asked: D1Asked<Operation>,
): D1Judgement<ResponseOf<Operation>> {
  const { operation, answer } = asked;
  const { name } = operation;
  if (answer.kind === 'SILENCE') return { kind: 'UNUSABLE', finding: noAnswer(name, answer.reason) };
  const { status } = answer;
  if (isRefusal(status)) return { kind: 'REFUSED', status };
  if (status < 200 || status >= 300) return { kind: 'UNUSABLE', finding: unexpectedStatus(name, status) };
  const reading = readResponse(operation, jsonIn(answer));
  if (reading.ok) return { kind: 'TAKEN', message: reading.message };
  return { kind: 'UNUSABLE', finding: unreadable(name, reading.error) };
}

/**
 * The message of an answer that has to be a good one.
 *
 * @param explanation the finding where it is not, in place of what is wrong with the answer alone
 * @throws DefectFound when it is not
 */
export function taken<Operation extends D1Operation>(
  asked: D1Asked<Operation>,
  explanation?: Finding,
): ResponseOf<Operation> {
  const judgement = judge(asked);
  if (judgement.kind === 'TAKEN') return judgement.message;
  throw new DefectFound(explained(findingOf(asked, judgement), explanation));
}

/**
 * Makes sure that a call was refused, with one of these statuses.
 *
 * @throws DefectFound when it was not
 */
export function refused(asked: D1Asked, statuses: readonly number[], explanation: Finding): void {
  const judgement = judge(asked);
  if (judgement.kind === 'REFUSED' && statuses.includes(judgement.status)) return;
  throw new DefectFound(explained(findingOf(asked, judgement), explanation));
}

function findingOf(asked: D1Asked, judgement: D1Judgement<unknown>): Finding {
  switch (judgement.kind) {
    case 'TAKEN':
      return wasTaken(asked);
    case 'REFUSED':
      return wasRefused(asked, judgement.status);
    case 'UNUSABLE':
      return judgement.finding;
  }
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function explained(finding: Finding, explanation: Finding | undefined): Finding {
  if (explanation === undefined) return finding;
  return { ...explanation, wrong: `${explanation.wrong} ${finding.wrong}` };
}

const noAnswer = (name: string, reason: string): Finding => ({
  defect: 'no-answer',
  wrong: `${name} got no answer: ${reason}.`,
  mend: 'Answer every call, also one that is refused. Look at the log of the server, and of proxies before it.',
});
const unexpectedStatus = (name: string, status: number): Finding => ({
  defect: status >= 500 ? 'server-error' : 'unexpected-status',
  wrong: `${name} was answered with HTTP ${status}.`,
  mend: 'Look at the log of the server. Of notifications, HTTP 5xx, 408 and 429 have the hub send the same again; what is refused for good is another 4xx.',
});
const unreadable = (name: string, field: string): Finding => ({
  defect: 'answer-unreadable',
  wrong: `In the answer to ${name}, ${field} is missing or not of the form that it must have.`,
  mend: 'Compare the answer with the description of the operation: names, types, lengths.',
});
const wasRefused = ({ operation }: D1Asked, status: number): Finding => ({
  defect: 'refused',
  wrong: `${operation.name} was refused with HTTP ${status}.`,
  mend: 'Find out what the issuer does not like: its own log says more than the status.',
});
const wasTaken = ({ operation }: D1Asked): Finding => ({
  defect: 'taken',
  wrong: `${operation.name} was answered as if all were well.`,
  mend: 'Refuse it.',
});
