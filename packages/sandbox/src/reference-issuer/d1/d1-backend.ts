import type { AnnotatedSchema } from '@countermark/wire/annotated-schema';
import { correlationIdHeader, type IncomingHeaders } from '@countermark/wire/d1/headers';
import { qualifiedName } from '@countermark/wire/d1/operation';
import { maskBySchema } from '@countermark/wire/masking';
import type { OutgoingAnswer } from '../answer-call.ts';
import type { CardReferences } from '../card-references.ts';
import type { Faults } from '../faults.ts';
import type { Inbox } from '../inbox.ts';
import type { Journal } from '../journal.ts';
import { AccessTokens } from './access-tokens.ts';
import { answerUnder, refusal } from './answer-under.ts';
import type { CardBook } from './card-book.ts';
import type { D1IssuerProfile } from './d1-profile.ts';
import { getToken, type TokenCall } from './get-token.ts';
import { D1Notices } from './notices.ts';
import type { D1Incoming, D1Means, D1Reply, SealForHub, ServedD1Operation } from './serve-d1-operation.ts';

/** A call as HTTP brings it. */
export interface D1HttpCall extends D1Incoming {
  headers: IncomingHeaders;
}

/** What the D1 backends share with those of the Issuer Gateway, and what they have of their own. */
export interface D1BackendMeans {
  issuers: readonly D1IssuerProfile[];
  inbox: Inbox;
  journal: Journal;
  faults: Faults;
  references: CardReferences;
  book: CardBook;
  now: () => Date;
  sealForHub: SealForHub;
}

/** The backends of the issuers that speak D1: from a call to what is answered. */
export class D1Backend {
  readonly notices = new D1Notices();
  readonly book: CardBook;
  readonly #means: D1BackendMeans;
  readonly #tokens: AccessTokens;

  constructor(means: D1BackendMeans) {
    this.#means = means;
    this.book = means.book;
    this.#tokens = new AccessTokens(means.issuers, means.now);
  }

  /** Whether it plays this issuer. */
  serves(issuerId: string): boolean {
    return this.profileOf(issuerId) !== undefined;
  }

  /** An issuer that it plays. */
  profileOf(issuerId: string): D1IssuerProfile | undefined {
    return this.#means.issuers.find(issuer => issuer.issuerId === issuerId);
  }

  /** Gives an access token, or not. */
  giveToken(call: TokenCall): Promise<OutgoingAnswer> {
    return getToken(call, { tokens: this.#tokens, faults: this.#means.faults });
  }

  /** Answers a call, and writes down what was received and answered. */
  async receive(served: ServedD1Operation, call: D1HttpCall): Promise<OutgoingAnswer> {
    const { issuerId = '' } = call.parameters as { issuerId?: string };
    const issuer = this.profileOf(issuerId);
    if (issuer === undefined) return refusal(404, 'issuerId');
    const receivedAt = this.#means.now().toISOString();
    const fault = this.#means.faults.take(issuerId, qualifiedName(served.operation));
    const answer = await answerUnder(fault, () => this.#answer(served, { call, issuer }));
    this.#means.journal.record({
      issuerId,
      correlationId: correlationIdOf(call) ?? '',
      operation: qualifiedName(served.operation),
      receivedAt,
      ...masked(served, { request: call.body, answer }),
    });
    return answer;
  }

  async #answer(
    served: ServedD1Operation,
    { call, issuer }: { call: D1HttpCall; issuer: D1IssuerProfile },
  ): Promise<OutgoingAnswer> {
    if (!this.#tokens.opens(issuer, headerOf(call, 'authorization'))) return refusal(401, 'Unauthorized');
    const correlationId = correlationIdOf(call);
    const means: D1Means = { ...this.#means, issuer, correlationId, notices: this.notices };
    return outgoing(served, await served.reply(call, means));
  }
}

function outgoing({ operation }: ServedD1Operation, reply: D1Reply<unknown>): OutgoingAnswer {
  switch (reply.kind) {
    case 'ANSWER':
      return { status: operation.response.status, body: reply.message };
    case 'REFUSAL':
      return refusal(reply.status, reply.error);
    case 'BROKEN':
      return { fault: reply.fault };
  }
}

/** As the journal may keep it: codes, envelopes and people are not in it. */
function masked(
  { operation }: ServedD1Operation,
  { request, answer }: { request: unknown; answer: OutgoingAnswer },
): { request: unknown; answer: OutgoingAnswer } {
  const { schema } = operation.response;
  const isGood = 'status' in answer && answer.status < 300 && schema !== null;
  return {
    request: maskBySchema((operation.request ?? {}) as AnnotatedSchema, request),
    answer: isGood ? { ...answer, body: maskBySchema(schema as AnnotatedSchema, answer.body) } : answer,
  };
}

function correlationIdOf(call: D1HttpCall): string | null {
  return headerOf(call, correlationIdHeader) ?? null;
}

function headerOf({ headers }: D1HttpCall, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
