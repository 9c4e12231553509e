import { writeHeaders } from '@countermark/wire/issuer-gateway/headers';
import { maskMessage } from '@countermark/wire/issuer-gateway/masking';
import { type IssuerGatewayOperation, qualifiedName } from '@countermark/wire/issuer-gateway/operation';
import type { CertificationMeans } from '../certification-case.ts';
import type { CertificationProfile, IssuerGatewayProfile } from '../certification-profile.ts';
import type { RecordedExchange } from '../certification-result.ts';
import { jsonIn, type PeerAnswer, PeerLine, type TlsSettings } from '../peer-line.ts';

/** One call to the issuer; whatever is not given is as the hub sends it. */
export interface IssuerCall<Operation extends IssuerGatewayOperation = IssuerGatewayOperation> {
  operation: Operation;
  correlationId: string;
  /** Sent as it is when a text, as JSON otherwise. */
  body: unknown;
  /** In place of all header fields; names go out in the case given. */
  headers?: readonly (readonly [name: string, value: string])[];
  /** After the name of the method. */
  query?: string;
}

/** How many times the time limit an answer is listened for, so that it can be told how late it comes. */
const patience = 2;

/** The hub's line to the issuer for the operations of both APIs. */
export class IssuerLine {
  readonly #profile: CertificationProfile;
  readonly #gateway: IssuerGatewayProfile;
  readonly #record: (exchange: RecordedExchange) => void;
  readonly #line: PeerLine;

  constructor(
    means: Pick<CertificationMeans, 'profile' | 'record' | 'signal'>,
    { gateway, tls }: { gateway: IssuerGatewayProfile; tls: TlsSettings },
  ) {
    this.#profile = means.profile;
    this.#gateway = gateway;
    this.#record = means.record;
    this.#line = new PeerLine(means, tls);
  }

  /** Sends one call, and puts it on record. What the network does to it is a result. */
  async send(call: IssuerCall): Promise<PeerAnswer> {
    const { operation, correlationId, body } = call;
    const name = qualifiedName(operation);
    const sentAt = new Date().toISOString();
    const answer = await this.#line.send({
      method: 'POST',
      url: this.#urlOf(call),
      headers: call.headers ?? this.usualHeaders(correlationId),
      body: typeof body === 'string' ? body : JSON.stringify(body),
      timeLimit: timeLimitOf(operation, this.#profile) * patience,
    });
    this.#record({
      operation: name,
      correlationId,
      sentAt,
      durationMs: answer.durationMs,
      request: typeof body === 'string' ? null : maskMessage(name, 'request', body),
      ...(answer.kind === 'ANSWER'
        ? { status: answer.status, response: maskMessage(name, 'response', jsonIn(answer)), failure: null }
        : { status: null, response: null, failure: answer.reason }),
    });
    return answer;
  }

  /** The fields that the hub sends, as pairs. */
  usualHeaders(correlationId: string): (readonly [string, string])[] {
    const own = writeHeaders({ correlationId, issuerId: this.#profile.issuerId });
    return [['content-type', 'application/json'], ['accept', 'application/json'], ...Object.entries(own)];
  }

  /** Breaks off whatever is under way. */
  close(): Promise<void> {
    return this.#line.close();
  }

  #urlOf({ operation, query = '' }: IssuerCall): string {
    const { url, auxiliaryUrl } = this.#gateway;
    const base = operation.api === 'auxiliary' ? (auxiliaryUrl ?? url) : url;
    return `${base}/${operation.name}${query}`;
  }
}

/** Milliseconds that the hub waits for an answer (Issuer Gateway API, response codes and retry policy). */
export function timeLimitOf(
  { name }: Pick<IssuerGatewayOperation, 'name'>,
  { timeLimits }: CertificationProfile,
): number {
  return name === 'notifyVirtualCardChange' ? timeLimits.notification : timeLimits.answer;
}
