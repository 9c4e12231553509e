import { importOpeningKey, type OpeningKey } from '@countermark/wire/envelope/cms';
import { type IncomingHeaders, readHeaders } from '@countermark/wire/issuer-gateway/headers';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { answerCall, type OutgoingAnswer, refusal } from './answer-call.ts';
import type { CardReferences } from './card-references.ts';
import { Faults } from './faults.ts';
import { Inbox } from './inbox.ts';
import type { IssuerProfile } from './issuer-profile.ts';
import { Journal } from './journal.ts';
import type { SealForHub, ServedOperation } from './serve-operation.ts';

/** A call as HTTP brings it. */
export interface HttpCall {
  headers: IncomingHeaders;
  body: string;
}

interface OnboardedIssuer {
  profile: IssuerProfile;
  openingKey: OpeningKey;
}

/** The backends behind the port: from the headers of a call to what is answered. */
export class IssuerBackend {
  readonly inbox = new Inbox();
  readonly journal = new Journal();
  readonly faults = new Faults();
  readonly references: CardReferences;
  readonly #issuers: ReadonlyMap<string, OnboardedIssuer>;
  readonly #now: () => Date;
  readonly #sealForHub: SealForHub;

  constructor(means: {
    issuers: readonly IssuerProfile[];
    references: CardReferences;
    now: () => Date;
    sealForHub: SealForHub;
  }) {
    this.references = means.references;
    this.#issuers = new Map(means.issuers.map(profile => [profile.issuerId, onboard(profile)]));
    this.#now = means.now;
    this.#sealForHub = means.sealForHub;
  }

  /** Whether it plays this issuer. */
  serves(issuerId: string): boolean {
    return this.#issuers.has(issuerId);
  }

  /** Answers a call, and writes down what was received and answered. */
  async receive(operation: ServedOperation, { headers, body }: HttpCall): Promise<OutgoingAnswer> {
    const addressed = readHeaders(headers);
    if (!addressed.ok) return refusal(addressed.code, addressed.parameter);
    const { issuerId, correlationId } = addressed;
    const issuer = this.#issuers.get(issuerId);
    if (issuer === undefined) return refusal(ResponseCode.unknownIssuer);

    const receivedAt = this.#now().toISOString();
    const request = parseJson(body);
    const answer = await answerCall(operation, {
      body: request,
      call: {
        issuer: issuer.profile,
        openingKey: issuer.openingKey,
        correlationId,
        references: this.references,
        inbox: this.inbox,
        now: this.#now,
        sealForHub: this.#sealForHub,
      },
      fault: this.faults.take(issuerId, operation.qualifiedName),
    });
    this.journal.record({
      issuerId,
      correlationId,
      operation: operation.qualifiedName,
      receivedAt,
      request,
      answer,
    });
    return answer;
  }
}

function onboard(profile: IssuerProfile): OnboardedIssuer {
  return { profile, openingKey: importOpeningKey(profile.envelope) };
}

/** What is no JSON reads as null, which is no message of any operation. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
