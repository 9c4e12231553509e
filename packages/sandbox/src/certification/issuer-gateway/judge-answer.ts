import { isJsonObject } from '@countermark/wire/annotated-schema';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { ErrorRes, errorResponse } from '@countermark/wire/issuer-gateway/error-response';
import {
  type IssuerGatewayOperation,
  qualifiedName,
  type ResponseOf,
  readResponse,
} from '@countermark/wire/issuer-gateway/operation';
import { ResponseCode, responseCodeEntry } from '@countermark/wire/issuer-gateway/response-codes';
import { readMessage } from '@countermark/wire/reading';
import { DefectFound } from '../certification-case.ts';
import { jsonIn, type PeerAnswer } from '../peer-line.ts';

/** A question and what the issuer made of it. */
export interface Asked<Operation extends IssuerGatewayOperation = IssuerGatewayOperation> {
  readonly operation: Operation;
  readonly answer: PeerAnswer;
}

/** An answer as the hub reads it (Issuer Gateway API, API protocol). */
export type Judgement<Message> =
  | { readonly kind: 'ACCEPTED'; readonly message: Message }
  | { readonly kind: 'REFUSED'; readonly code: number; readonly finding: Finding }
  | { readonly kind: 'UNUSABLE'; readonly finding: Finding };

/** What a case was about, for the finding in place of that of the answer alone. */
export interface Explanation {
  readonly defect: string;
  /** A sentence; what the issuer answered is told after it. */
  readonly wrong: string;
  readonly mend: string;
}

/** Reads an answer: HTTP 200 accepts, 400 with a code refuses, everything else is of no use. Any 2xx takes a notification. */
export function judge<Operation extends IssuerGatewayOperation>(
  asked: Asked<Operation>,
): Judgement<ResponseOf<Operation>> {
  const { operation, answer } = asked;
  const name = qualifiedName(operation);
  if (answer.kind === 'SILENCE') return { kind: 'UNUSABLE', finding: noAnswer(name, answer.reason) };
  if (isSuccess(operation, answer.status)) return judgeSuccess(asked, answer);
  if (answer.status === 400) return judgeRefusal(name, answer);
  return { kind: 'UNUSABLE', finding: unexpectedStatus(name, answer.status) };
}

/**
 * The message of an answer that has to be a good one.
 *
 * @throws DefectFound when it is not
 */
export function accepted<Operation extends IssuerGatewayOperation>(
  asked: Asked<Operation>,
  explanation?: Explanation,
): ResponseOf<Operation> {
  const judgement = judge(asked);
  if (judgement.kind === 'ACCEPTED') return judgement.message;
  throw new DefectFound(explained(judgement.finding, explanation));
}

/**
 * The code of an answer that has to be a refusal.
 *
 * @throws DefectFound when it is none, or none that the hub understands
 */
export function refused(asked: Asked, explanation: Explanation): number {
  const judgement = judge(asked);
  if (judgement.kind === 'REFUSED') return judgement.code;
  if (judgement.kind === 'UNUSABLE') throw new DefectFound(judgement.finding);
  throw new DefectFound(explained(wasAccepted(qualifiedName(asked.operation)), explanation));
}

/**
 * Makes sure that the hub can do something with an answer, whichever it is: accept it, or refuse with a code.
 *
 * @throws DefectFound when it cannot
 */
export function understood(asked: Asked, explanation: Explanation): Judgement<unknown> {
  const judgement = judge(asked);
  if (judgement.kind === 'UNUSABLE') throw new DefectFound(explained(judgement.finding, explanation));
  return judgement;
}

function isSuccess({ name }: IssuerGatewayOperation, status: number): boolean {
  return name === 'notifyVirtualCardChange' ? status >= 200 && status < 300 : status === 200;
}

type Answer = Extract<PeerAnswer, { kind: 'ANSWER' }>;

function judgeSuccess<Operation extends IssuerGatewayOperation>(
  { operation }: Asked<Operation>,
  answer: Answer,
): Judgement<ResponseOf<Operation>> {
  const name = qualifiedName(operation);
  const body = jsonIn(answer);
  const code = errorCodeIn(body);
  const reading = readResponse(operation, body);
  if (code !== undefined && (operation.response === null || !reading.ok)) {
    return { kind: 'UNUSABLE', finding: errorBodyIn200(name, { status: answer.status, code }) };
  }
  if (operation.response !== null && !isJson(answer)) {
    return { kind: 'UNUSABLE', finding: notJson(name, answer) };
  }
  if (reading.ok) return { kind: 'ACCEPTED', message: reading.message };
  const isMissing = reading.code === ResponseCode.missingParameter;
  const { parameter } = reading;
  return {
    kind: 'UNUSABLE',
    finding: isMissing ? memberMissing(name, parameter) : memberMalformed(name, parameter),
  };
}

function judgeRefusal(name: string, answer: Answer): Judgement<never> {
  const body = jsonIn(answer);
  const reading = readMessage(ErrorRes, body);
  if (!isJson(answer) || !reading.ok) return { kind: 'UNUSABLE', finding: refusalWithoutCode(name) };
  if (isJsonObject(body) && typeof body['responseCode'] !== 'number') {
    return { kind: 'UNUSABLE', finding: codeNotANumber(name) };
  }
  const { responseCode, errorMessage } = reading.message;
  return {
    kind: 'REFUSED',
    code: responseCode,
    finding: {
      defect: 'refused',
      wrong: `${name} was refused: ${codeInWords(responseCode, errorMessage)}.`,
      mend: 'Find out what the issuer does not like: its own message and log say more than the code.',
    },
  };
}

const jsonType = /^application\/json\s*(;|$)/i;

function isJson(answer: Answer): boolean {
  return answer.contentType !== null && jsonType.test(answer.contentType) && jsonIn(answer) !== undefined;
}

/** Some issuers write "responseCode: 200" into what succeeds: that is no error. */
function errorCodeIn(body: unknown): number | undefined {
  const code = isJsonObject(body) ? body['responseCode'] : undefined;
  return typeof code === 'number' && responseCodeEntry(code) !== undefined ? code : undefined;
}

/** `112 (Bad parameter format): what the issuer says` */
function codeInWords(code: number, message: string | undefined): string {
  const meaning = responseCodeEntry(code)?.meaning ?? 'not in the code table';
  const words = message === undefined ? '' : `: ${errorResponse(code, message).errorMessage}`;
  return `HTTP 400 with responseCode ${code} (${meaning})${words}`;
}

/** What a refusal looks like is wrong whatever the case is about. */
const ownDefects = ['error-body-in-200', 'refusal-without-code', 'code-not-a-number'];

function explained(finding: Finding, explanation: Explanation | undefined): Finding {
  if (explanation === undefined || ownDefects.includes(finding.defect)) return finding;
  return { ...explanation, wrong: `${explanation.wrong} ${finding.wrong}` };
}

const noAnswer = (name: string, reason: string): Finding => ({
  defect: 'no-answer',
  wrong: `${name} got no answer: ${reason}.`,
  mend: 'Answer every call, also one that is refused. Look at the log of the server, and of proxies before it.',
});
const unexpectedStatus = (name: string, status: number): Finding =>
  status >= 500
    ? {
        defect: 'server-error',
        wrong: `${name} was answered with HTTP ${status}.`,
        mend: 'Look at the log of the server. HTTP 5xx means a temporary fault: what is refused for good is HTTP 400 with a code.',
      }
    : {
        defect: 'unexpected-status',
        wrong: `${name} was answered with HTTP ${status}.`,
        mend: 'Answer HTTP 200 when it succeeds and 400 with a code when it is refused; look at paths and at proxies before the server.',
      };
const errorBodyIn200 = (name: string, { status, code }: { status: number; code: number }): Finding => ({
  defect: 'error-body-in-200',
  wrong: `${name} was answered with HTTP ${status} and responseCode ${code}: HTTP ${status} is success, whatever its body says.`,
  mend: 'Refuse with HTTP 400, and responseCode and errorMessage in its body.',
});
const notJson = (name: string, { status, contentType }: Answer): Finding => ({
  defect: 'answer-not-json',
  wrong: `HTTP ${status} to ${name} holds no JSON of type application/json, but ${contentType ?? 'no type at all'}.`,
  mend: 'Write the answer as JSON, and set Content-Type: application/json.',
});
const memberMissing = (name: string, parameter: string): Finding => ({
  defect: 'member-missing',
  wrong: `The answer to ${name} lacks ${parameter}.`,
  mend: `Send ${parameter}; the member is called exactly so.`,
});
const memberMalformed = (name: string, parameter: string): Finding => ({
  defect: 'member-malformed',
  wrong: `In the answer to ${name}, ${parameter} has not the form that it must have.`,
  mend: 'Compare its type and length with the description of the operation.',
});
const refusalWithoutCode = (name: string): Finding => ({
  defect: 'refusal-without-code',
  wrong: `${name} was refused with HTTP 400 that holds no JSON with a responseCode.`,
  mend: 'Send {"responseCode": …, "errorMessage": "…"} as application/json with every HTTP 400.',
});
const codeNotANumber = (name: string): Finding => ({
  defect: 'code-not-a-number',
  wrong: `${name} was refused with a responseCode that is no JSON number.`,
  mend: 'Write the code without quotes: "responseCode": 116.',
});
const wasAccepted = (name: string): Finding => ({
  defect: 'accepted',
  wrong: `${name} was answered as if all were well.`,
  mend: 'Refuse it with HTTP 400 and a code.',
});
