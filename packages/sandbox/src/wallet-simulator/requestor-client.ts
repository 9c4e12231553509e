import { malformed, type Reading, readMessage } from '@countermark/wire/reading';
import { BindingView } from '@countermark/wire/token-requestor/binding';
import type { ChooseIdvMethod } from '@countermark/wire/token-requestor/choose-idv-method';
import type { DecideTerms } from '@countermark/wire/token-requestor/decide-terms';
import { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import { TokenRequestorError } from '@countermark/wire/token-requestor/error-response';
import { tokenRequestorBasePath } from '@countermark/wire/token-requestor/identifiers';
import {
  type PersonaliseToken,
  SealedPersonalisation,
} from '@countermark/wire/token-requestor/personalise-token';
import type { ReportProvisioning } from '@countermark/wire/token-requestor/report-provisioning';
import type { ReportTokenEvent } from '@countermark/wire/token-requestor/report-token-event';
import type { StartAuxiliaryEnrolment } from '@countermark/wire/token-requestor/start-auxiliary-enrolment';
import type { StartBinding } from '@countermark/wire/token-requestor/start-binding';
import type { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import {
  SubmitBindingOtpResult,
  type SubmitOtp,
  SubmitOtpResult,
} from '@countermark/wire/token-requestor/submit-otp';
import { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import { Agent, request } from 'undici';

/** A certificate and its private key for TLS, as PEM texts. */
export interface TlsIdentity {
  certificatePem: string;
  privateKeyPem: string;
}

export interface RequestorClientOptions {
  /** Where the hub faces its peers, without path: `https://localhost:8443`. */
  peersUrl: string;
  /** The authority behind the hub's server certificate. */
  caPem: string;
  /** The certificate the hub knows this token requestor by. */
  identity: TlsIdentity;
  /** Milliseconds a call may take; 30,000 unless given, for the hub may spend 20 s waiting for the issuer. */
  timeLimit?: number;
}

/**
 * The token requestor API as functions, each one call over mutual TLS. All throw {@link TokenRequestorApiError} when
 * the hub refuses, does not answer in time, or answers what is not in the API.
 */
export interface RequestorClient {
  startEnrolment(start: StartEnrolment): Promise<EnrolmentView>;
  /** Adds the domestic token of a cobadged card beside this primary one. */
  startAuxiliaryEnrolment(virtualCardId: string, start: StartAuxiliaryEnrolment): Promise<EnrolmentView>;
  enrolment(enrolmentId: string): Promise<EnrolmentView>;
  decideTerms(enrolmentId: string, decision: DecideTerms): Promise<EnrolmentView>;
  reportProvisioning(enrolmentId: string, report: ReportProvisioning): Promise<EnrolmentView>;
  chooseIdvMethod(enrolmentId: string, choice: ChooseIdvMethod): Promise<EnrolmentView>;
  submitOtp(enrolmentId: string, entry: SubmitOtp): Promise<SubmitOtpResult>;
  /** The requestor's tokens of a card that it knows by this reference. */
  tokens(walletCardRefId: string): Promise<TokenOfRequestor[]>;
  token(virtualCardId: string): Promise<TokenOfRequestor>;
  requestReplenishment(virtualCardId: string): Promise<TokenOfRequestor>;
  reportTokenEvent(virtualCardId: string, report: ReportTokenEvent): Promise<TokenOfRequestor>;
  personaliseToken(virtualCardId: string, device: PersonaliseToken): Promise<SealedPersonalisation>;
  startBinding(virtualCardId: string, start: StartBinding): Promise<BindingView>;
  binding(bindingId: string): Promise<BindingView>;
  chooseBindingIdvMethod(bindingId: string, choice: ChooseIdvMethod): Promise<BindingView>;
  submitBindingOtp(bindingId: string, entry: SubmitOtp): Promise<SubmitBindingOtpResult>;
  endBinding(bindingId: string): Promise<BindingView>;
  /** Ends connections and whatever is under way at once. */
  close(): Promise<void>;
}

/** A call that did not come to what it was made for. */
export class TokenRequestorApiError extends Error {
  override readonly name = 'TokenRequestorApiError';
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** The number the hub gave its refusal (111, 112, 113, 118, 119, 432 ...); null when there is none. */
  readonly errorCode: number | null;

  constructor(
    message: string,
    details: { status: number | null; errorCode: number | null; cause?: unknown },
  ) {
    super(message, { cause: details.cause });
    this.status = details.status;
    this.errorCode = details.errorCode;
  }
}

interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: object;
}

interface Answer {
  status: number;
  json: unknown;
}

type Read<Message> = (json: unknown) => Reading<Message>;

const usualTimeLimit = 30_000;
const longestAnswer = 1024 * 1024;

/** Makes a client for one token requestor. It connects with the first call and keeps its connections. */
export function createRequestorClient(options: RequestorClientOptions): RequestorClient {
  const { identity, caPem, timeLimit = usualTimeLimit } = options;
  const agent = new Agent({
    // The signal of a request that still waits for its connection does not end it.
    connect: { ca: caPem, cert: identity.certificatePem, key: identity.privateKeyPem, timeout: timeLimit },
    maxResponseSize: longestAnswer,
  });
  const exchange = createExchange({ agent, peersUrl: options.peersUrl, timeLimit });
  const get = <Message>(path: string, read: Read<Message>) => exchange({ method: 'GET', path }, read);
  const post = <Message>(path: string, body: object, read: Read<Message>) =>
    exchange({ method: 'POST', path, body }, read);

  return {
    startEnrolment: start => post('/enrolments', start, readView),
    startAuxiliaryEnrolment: (id, start) => post(`${tokenPath(id)}/auxiliary-enrolments`, start, readView),
    enrolment: id => get(enrolmentPath(id), readView),
    decideTerms: (id, decision) => post(`${enrolmentPath(id)}/terms`, decision, readView),
    reportProvisioning: (id, report) => post(`${enrolmentPath(id)}/provisioning`, report, readView),
    chooseIdvMethod: (id, choice) => post(`${enrolmentPath(id)}/idv-method`, choice, readView),
    submitOtp: (id, entry) => post(`${enrolmentPath(id)}/otp`, entry, readOtpResult),
    tokens: id => get(`/tokens?walletCardRefId=${encodeURIComponent(id)}`, readTokens),
    token: id => get(tokenPath(id), readToken),
    requestReplenishment: id => post(`${tokenPath(id)}/replenishment`, {}, readToken),
    reportTokenEvent: (id, report) => post(`${tokenPath(id)}/events`, report, readToken),
    personaliseToken: (id, device) => post(`${tokenPath(id)}/personalisation`, device, readPersonalisation),
    startBinding: (id, start) => post(`${tokenPath(id)}/bindings`, start, readBinding),
    binding: id => get(bindingPath(id), readBinding),
    chooseBindingIdvMethod: (id, choice) => post(`${bindingPath(id)}/idv-method`, choice, readBinding),
    submitBindingOtp: (id, entry) => post(`${bindingPath(id)}/otp`, entry, readBindingOtpResult),
    endBinding: id => exchange({ method: 'DELETE', path: bindingPath(id) }, readBinding),
    close: () => agent.destroy(),
  };
}

const enrolmentPath = (enrolmentId: string) => `/enrolments/${encodeURIComponent(enrolmentId)}`;
const tokenPath = (virtualCardId: string) => `/tokens/${encodeURIComponent(virtualCardId)}`;
const bindingPath = (bindingId: string) => `/bindings/${encodeURIComponent(bindingId)}`;

const readView: Read<EnrolmentView> = json => readMessage(EnrolmentView, json);
const readOtpResult: Read<SubmitOtpResult> = json => readMessage(SubmitOtpResult, json);
const readPersonalisation: Read<SealedPersonalisation> = json => readMessage(SealedPersonalisation, json);
const readBinding: Read<BindingView> = json => readMessage(BindingView, json);
const readBindingOtpResult: Read<SubmitBindingOtpResult> = json => readMessage(SubmitBindingOtpResult, json);
const readToken: Read<TokenOfRequestor> = json => readMessage(TokenOfRequestor, json);

interface Line {
  agent: Agent;
  peersUrl: string;
  timeLimit: number;
}

function createExchange(line: Line) {
  return async function exchange<Message>(call: Call, read: Read<Message>): Promise<Message> {
    const { status, json } = await send(call, line);
    if (status >= 300) throw refusal(call, { status, json });
    const reading = read(json);
    if (reading.ok) return reading.message;
    throw new TokenRequestorApiError(
      `${nameOf(call)}: the hub's answer is not as the API says, at ${reading.parameter}`,
      { status, errorCode: null },
    );
  };
}

async function send(call: Call, { agent, peersUrl, timeLimit }: Line): Promise<Answer> {
  try {
    const response = await request(peersUrl + tokenRequestorBasePath + call.path, {
      dispatcher: agent,
      method: call.method,
      signal: AbortSignal.timeout(timeLimit),
      headers: { accept: 'application/json', ...(call.body && { 'content-type': 'application/json' }) },
      body: call.body ? JSON.stringify(call.body) : null,
    });
    return { status: response.statusCode, json: parseJson(await response.body.text()) };
  } catch (cause) {
    throw new TokenRequestorApiError(`${nameOf(call)}: no answer from the hub (${reasonOf(cause)})`, {
      status: null,
      errorCode: null,
      cause,
    });
  }
}

/** What is no JSON is no answer of the API: it reads as nothing. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(call: Call, { status, json }: Answer): TokenRequestorApiError {
  const reading = readMessage(TokenRequestorError, json);
  const { errorCode = null, errorMessage = `HTTP ${status}` } = reading.ok ? reading.message : {};
  return new TokenRequestorApiError(`${nameOf(call)}: ${errorMessage}`, { status, errorCode });
}

/** References in the query may say more than a log should hold. */
function nameOf(call: Call): string {
  return `${call.method} ${call.path.split('?')[0]}`;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

function readTokens(json: unknown): Reading<TokenOfRequestor[]> {
  const list = (json as { tokens?: unknown } | undefined)?.tokens;
  if (!Array.isArray(list)) return malformed('tokens');
  const tokens: TokenOfRequestor[] = [];
  for (const item of list) {
    const reading = readToken(item);
    if (!reading.ok) return reading;
    tokens.push(reading.message);
  }
  return { ok: true, message: tokens };
}
