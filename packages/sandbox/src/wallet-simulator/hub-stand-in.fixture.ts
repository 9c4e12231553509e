import assert from 'node:assert/strict';
import { randomUUID, X509Certificate } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import {
  type CertifiedKey,
  createAuthority,
  issueTlsCertificate,
  keyIdentifierOf,
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import { type CardInfo, readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { type Reading, readMessage } from '@countermark/wire/reading';
import { ChooseIdvMethod } from '@countermark/wire/token-requestor/choose-idv-method';
import { DecideTerms } from '@countermark/wire/token-requestor/decide-terms';
import type { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import { tokenRequestorBasePath } from '@countermark/wire/token-requestor/identifiers';
import { ReportProvisioning } from '@countermark/wire/token-requestor/report-provisioning';
import { ReportTokenEvent } from '@countermark/wire/token-requestor/report-token-event';
import { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import { SubmitOtp, type SubmitOtpResult } from '@countermark/wire/token-requestor/submit-otp';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { RequestorId } from './wallets.ts';

type Operation =
  | 'start'
  | 'view'
  | 'terms'
  | 'provisioning'
  | 'idv-method'
  | 'otp'
  | 'tokens'
  | 'token'
  | 'event';

/** What a test decides about the world behind the token requestor API. */
export interface Behaviour {
  decision: 'green' | 'yellow' | 'red';
  idvMethods: IdvMethod[];
  /** Operations that end in a refusal, with what; with the answer lost on the way; or never. */
  refusals: Partial<Record<Operation, { status: number; errorCode: number } | 'break' | 'silence'>>;
  /** Operations whose answer is this, whatever the API says. */
  answers: Partial<Record<Operation, unknown>>;
}

interface Session {
  requestorId: RequestorId;
  start: StartEnrolment;
  /** What was sealed in the card data. */
  card: CardInfo | undefined;
  view: EnrolmentView;
  /** What came to the phone. */
  codes: string[];
  attempts: number;
}

const usualBehaviour = (): Behaviour => ({
  decision: 'green',
  idvMethods: [
    { id: 'fax-1', type: 'fax', value: '+47*****99' },
    { id: 'sms-1', type: 'cell_phone', value: '+47*****42' },
    { id: 'app-1', type: 'bank_app', value: 'Demo Bank' },
  ],
  refusals: {},
  answers: {},
});

const instant = '2026-11-22T12:00:00Z';
const terms = { id: 'terms-1', version: '3', language: 'en', text: 'Be good.' };

/** Starts one on a free port of this machine, with certificates of its own for everybody. */
export async function startHubStandIn(): Promise<HubStandIn> {
  const standIn = new HubStandIn(await makeKeys());
  await standIn.listen();
  return standIn;
}

/**
 * A token requestor API over real mutual TLS, with just enough behind it to take an enrolment to its end. Messages
 * that are not to the letter what the wire schemas say are refused with 599 and kept in `faults`.
 */
export class HubStandIn {
  behaviour = usualBehaviour();
  /** Messages as they came: the operation and the body. */
  readonly received: { operation: Operation; body: unknown }[] = [];
  readonly faults: string[] = [];
  readonly #arrivals = new EventEmitter();
  readonly #keys: StandInKeys;
  readonly #server: FastifyInstance;
  readonly #sessions = new Map<string, Session>();

  constructor(keys: StandInKeys) {
    this.#keys = keys;
    this.#server = this.#serve();
  }

  async listen(): Promise<void> {
    await this.#server.listen({ host: 'localhost', port: 0 });
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  /** Back to where every test begins; sessions stay. */
  reset(): void {
    this.behaviour = usualBehaviour();
    this.received.length = 0;
    this.faults.length = 0;
  }

  /** What the simulator is told about this hub. */
  get hub() {
    const { envelope, authority } = this.#keys;
    const { port } = this.#server.server.address() as AddressInfo;
    return {
      peersUrl: `https://localhost:${port}`,
      caPem: authority.certificatePem,
      envelopeKeyIdentifier: keyIdentifierOf(envelope.certificatePem),
      envelopeCertificatePem: envelope.certificatePem,
    };
  }

  /** The client certificates that are known here, and the server certificate of the wallet. */
  get identities() {
    const { wallet, merchant, walletServer } = this.#keys;
    return { wallet: { client: wallet, server: walletServer }, merchant: { client: merchant } };
  }

  /** The hub's own client certificate, for callbacks. */
  get client(): CertifiedKey {
    return this.#keys.hubClient;
  }

  readonly readCode = async (enrolmentId: string, attempt: number): Promise<string | undefined> =>
    this.#sessions.get(enrolmentId)?.codes[attempt - 1];

  /** Comes true when the next message has come. */
  async nextMessage(): Promise<void> {
    await once(this.#arrivals, 'message');
  }

  session(enrolmentId: string | null | undefined): Session {
    const session = this.#sessions.get(enrolmentId ?? '');
    assert.ok(session, 'no such enrolment at the stand-in');
    return session;
  }

  #serve(): FastifyInstance {
    const server = Fastify({
      forceCloseConnections: true,
      https: {
        cert: this.#keys.server.certificatePem,
        key: this.#keys.server.privateKeyPem,
        requestCert: true,
        rejectUnauthorized: false,
      },
    });
    server.setErrorHandler((error, _request, reply) => {
      if (error instanceof RefusedCall) return reply.code(error.status).send(error.body);
      this.faults.push(String(error));
      return reply.code(599).send({ errorCode: 921, errorMessage: 'See the faults of the stand-in' });
    });
    server.register(async api => this.#route(api), { prefix: tokenRequestorBasePath });
    return server;
  }

  #route(api: FastifyInstance): void {
    api.post('/enrolments', async (request, reply) => {
      const start = await this.#take('start', request, body => readMessage(StartEnrolment, body));
      const view = await this.#open(start, this.#requestor(request));
      return this.#answer('start', reply, view);
    });
    api.get<ById>('/enrolments/:id', async (request, reply) => {
      await this.#note('view', request);
      return this.#answer('view', reply, this.#own(request).view);
    });
    api.post<ById>('/enrolments/:id/terms', async (request, reply) => {
      const decision = await this.#take('terms', request, body => readMessage(DecideTerms, body));
      return this.#answer('terms', reply, this.#decideTerms(this.#own(request), decision));
    });
    api.post<ById>('/enrolments/:id/provisioning', async (request, reply) => {
      const report = await this.#take('provisioning', request, body => readMessage(ReportProvisioning, body));
      return this.#answer('provisioning', reply, this.#provision(this.#own(request), report));
    });
    api.post<ById>('/enrolments/:id/idv-method', async (request, reply) => {
      const { id } = await this.#take('idv-method', request, body => readMessage(ChooseIdvMethod, body));
      return this.#answer('idv-method', reply, this.#chooseIdvMethod(this.#own(request), id));
    });
    api.post<ById>('/enrolments/:id/otp', async (request, reply) => {
      const { otp } = await this.#take('otp', request, body => readMessage(SubmitOtp, body));
      return this.#answer('otp', reply, this.#judge(this.#own(request), otp));
    });
    api.get<{ Querystring: { walletCardRefId: string } }>('/tokens', async (request, reply) => {
      await this.#note('tokens', request);
      const tokens = [...this.#sessions.values()]
        .filter(session => session.requestorId === this.#requestor(request))
        .filter(session => session.start.walletCardRefId === request.query.walletCardRefId)
        .flatMap(session => session.view.token ?? []);
      return this.#answer('tokens', reply, { tokens });
    });
    api.get<ById>('/tokens/:id', async (request, reply) => {
      await this.#note('token', request);
      return this.#answer('token', reply, this.#ownToken(request).view.token);
    });
    api.post<ById>('/tokens/:id/events', async (request, reply) => {
      const { event } = await this.#take('event', request, body => readMessage(ReportTokenEvent, body));
      const session = this.#ownToken(request);
      const state = event === 'DEVICE_LOST' ? 'SUSPENDED' : 'RESUMED';
      session.view = { ...session.view, token: { ...tokenOf(session), state } };
      return this.#answer('event', reply, session.view.token);
    });
  }

  /** The message, when it is what the schema says without any tolerance. */
  async #take<Message>(
    operation: Operation,
    request: FastifyRequest,
    read: (body: unknown) => Reading<Message>,
  ): Promise<Message> {
    await this.#note(operation, request);
    const reading = read(request.body);
    assert.ok(reading.ok, `${operation} is not as the wire says: ${JSON.stringify(reading)}`);
    assert.deepEqual(reading.message, request.body, `${operation} needed tolerance`);
    return reading.message;
  }

  /** Everything passes here first. */
  async #note(operation: Operation, request: FastifyRequest): Promise<void> {
    this.received.push({ operation, body: request.body });
    this.#arrivals.emit('message');
    const refusal = this.behaviour.refusals[operation];
    if (refusal === 'silence') return new Promise(() => {});
    if (refusal && refusal !== 'break') throw new RefusedCall(refusal);
  }

  #answer(operation: Operation, reply: FastifyReply, usual: unknown): FastifyReply {
    const { answers, refusals } = this.behaviour;
    if (refusals[operation] === 'break') reply.raw.destroy();
    return reply
      .code(operation === 'start' ? 201 : 200)
      .send(operation in answers ? answers[operation] : usual);
  }

  #requestor(request: FastifyRequest): RequestorId {
    const { fingerprint256 } = (request.raw.socket as TLSSocket).getPeerX509Certificate() ?? {};
    const { wallet, merchant } = this.#keys;
    if (fingerprint256 === new X509Certificate(wallet.certificatePem).fingerprint256) return 'wallet';
    if (fingerprint256 === new X509Certificate(merchant.certificatePem).fingerprint256) return 'merchant';
    throw new RefusedCall({ status: 403, errorCode: 113 });
  }

  #own(request: FastifyRequest<ById>): Session {
    const session = this.#sessions.get(request.params.id);
    if (session?.requestorId === this.#requestor(request)) return session;
    throw new RefusedCall({ status: 404, errorCode: 118 });
  }

  #ownToken(request: FastifyRequest<ById>): Session {
    const session = this.#sessions.get(request.params.id.replace('vc-', ''));
    if (session?.view.token && session.requestorId === this.#requestor(request)) return session;
    throw new RefusedCall({ status: 404, errorCode: 119 });
  }

  async #open(start: StartEnrolment, requestorId: RequestorId): Promise<EnrolmentView> {
    const view: EnrolmentView = { enrolmentId: randomUUID(), step: 'TERMS_DUE', terms };
    const card = start.cipheredCardInfo === undefined ? undefined : await this.#openCard(start);
    this.#sessions.set(view.enrolmentId, { requestorId, start, card, view, codes: [], attempts: 0 });
    return view;
  }

  async #openCard({ cipheredCardInfo = '', publicKeyIdentifier }: StartEnrolment): Promise<CardInfo> {
    const { certificatePem, privateKeyPem } = this.#keys.envelope;
    const keyIdentifier = keyIdentifierOf(certificatePem);
    assert.equal(publicKeyIdentifier, keyIdentifier);
    const opened = await openEnvelope(cipheredCardInfo, {
      keys: [importOpeningKey({ keyIdentifier, certificatePem, privateKeyPem })],
      keyIdentifier,
      pkcs1v15: 'refused',
    });
    assert.ok(opened.opened);
    const reading = readCardInfo(opened.plaintext);
    assert.ok(reading.ok);
    return reading.content;
  }

  #decideTerms(session: Session, decision: DecideTerms): EnrolmentView {
    const { enrolmentId } = session.view;
    const { decision: colour } = this.behaviour;
    if (!decision.accepted) {
      session.view = { enrolmentId, step: 'ENDED', outcome: 'TERMS_DECLINED' };
    } else if (colour === 'red') {
      const refusal = { kind: 'DECLINED', code: 170, message: 'Declined by the issuer' };
      session.view = { enrolmentId, step: 'ENDED', outcome: 'DECLINED', refusal, decision: colour };
    } else {
      assert.deepEqual([decision.termsId, decision.version], [terms.id, terms.version]);
      const token = newToken(session);
      session.view = { enrolmentId, step: 'PROVISIONING_DUE', decision: colour, token };
    }
    return session.view;
  }

  #provision(session: Session, report: ReportProvisioning): EnrolmentView {
    const { view } = session;
    const { walletVirtualCardId } = report;
    const named = { ...tokenOf(session), ...(walletVirtualCardId !== undefined && { walletVirtualCardId }) };
    if (report.result !== 'DELIVERED') {
      const token = { ...named, state: 'DELETED' };
      session.view = { ...view, step: 'ENDED', outcome: 'PROVISIONING_FAILED', token };
    } else if (view.decision === 'green') {
      session.view = { ...view, step: 'ENDED', outcome: 'ACTIVATED', token: { ...named, state: 'RESUMED' } };
    } else {
      const token = { ...named, state: 'INACTIVE' };
      session.view = { ...view, step: 'VERIFICATION_DUE', idvMethods: this.behaviour.idvMethods, token };
    }
    return session.view;
  }

  /** Codes are 000001, 000002 ... in the order they are sent. */
  #chooseIdvMethod(session: Session, id: string): EnrolmentView {
    const method = this.behaviour.idvMethods.find(offered => offered.id === id);
    assert.ok(method);
    if (method.type !== 'cell_phone' && method.type !== 'email') return session.view;
    if (session.codes.length === 3) throw new RefusedCall({ status: 409, errorCode: 432 });
    session.codes.push(String(session.codes.length + 1).padStart(6, '0'));
    session.attempts = 0;
    const otp = { methodId: id, ...leftOf(session) };
    session.view = { ...session.view, otp };
    return session.view;
  }

  #judge(session: Session, code: string): SubmitOtpResult {
    const { view } = session;
    if (view.otp === undefined) throw new RefusedCall({ status: 409, errorCode: 432 });
    if (session.attempts === 3) return { result: 'INCORRECT_CODE_RETRIES_EXCEEDED', enrolment: view };
    if (code !== session.codes.at(-1)) {
      session.attempts += 1;
      session.view = { ...view, otp: { ...view.otp, ...leftOf(session) } };
      const result = session.attempts === 3 ? 'INCORRECT_CODE_RETRIES_EXCEEDED' : 'INCORRECT_CODE';
      return { result, enrolment: session.view };
    }
    const { enrolmentId } = view;
    const token = { ...tokenOf(session), state: 'RESUMED' };
    session.view = { enrolmentId, step: 'ENDED', outcome: 'ACTIVATED', decision: 'yellow', token };
    return { result: 'SUCCESS', enrolment: session.view };
  }
}

interface ById {
  Params: { id: string };
}

class RefusedCall extends Error {
  readonly status: number;
  readonly body: { errorCode: number; errorMessage: string };

  constructor({ status, errorCode }: { status: number; errorCode: number }) {
    super();
    this.status = status;
    this.body = { errorCode, errorMessage: `Refused with ${errorCode}` };
  }
}

function leftOf({ codes, attempts }: Session) {
  const sendsLeft = 3 - codes.length;
  return {
    expirationDate: instant,
    attemptsLeft: 3 - attempts,
    sendsLeft,
    otpMaxReached: sendsLeft === 0,
  };
}

function newToken({ start, card, view }: Session): TokenOfRequestor {
  const { tokenRequestorId, walletCardRefId, tokenStorageId } = start;
  return {
    virtualCardId: `vc-${view.enrolmentId}`,
    state: 'DEPLOYMENT_ONGOING',
    suspendedBy: [],
    tokenRequestorId,
    walletProviderId: 'STAND_IN',
    ...(walletCardRefId !== undefined && { walletCardRefId }),
    ...(tokenStorageId !== undefined && { tokenStorageId }),
    tokenLastDigits: '1234',
    tokenExpiryDate: '1229',
    cardLastDigits: card?.fpan.slice(-4) ?? '0000',
    creationDate: instant,
    lastUpdateDate: instant,
  };
}

function tokenOf({ view }: Session): TokenOfRequestor {
  assert.ok(view.token, 'the enrolment has no token yet');
  return view.token;
}

type StandInKeys = Awaited<ReturnType<typeof makeKeys>>;

async function makeKeys() {
  const validity = validFor(30, new Date());
  const server = { role: 'server', hosts: ['localhost', '127.0.0.1'] } as const;
  const client = { role: 'client' } as const;
  const authority = await createAuthority({ commonName: 'Stand-in authority', validity });
  const [hubServer, hubClient, envelope, wallet, merchant, walletServer] = await Promise.all([
    issueTlsCertificate(authority, { commonName: 'Stand-in', use: server, validity }),
    issueTlsCertificate(authority, { commonName: 'Stand-in client', use: client, validity }),
    selfSignEnvelopeCertificate({ commonName: 'Stand-in envelope', modulusLength: 2048, validity }),
    selfSignTlsCertificate({ commonName: 'wallet', use: client, validity }),
    selfSignTlsCertificate({ commonName: 'merchant', use: client, validity }),
    selfSignTlsCertificate({ commonName: 'wallet server', use: server, validity }),
  ]);
  return { authority, server: hubServer, hubClient, envelope, wallet, merchant, walletServer };
}
