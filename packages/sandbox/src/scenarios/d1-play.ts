import type { D1Operation } from '@countermark/wire/d1/operation';
import { qualifiedName } from '@countermark/wire/d1/operation';
import type { SandboxClient } from '../sandbox-client.ts';
import type { CardName, D1Cast } from './d1-cast.ts';

/** What the hub answered. */
export interface D1Answer {
  status: number;
  body: unknown;
}

/** The D1 side of one scenario: its cards and consumers, and what their issuer was answered. */
export class D1Play {
  readonly cast: D1Cast;
  readonly issuerId: string;
  /** Of each call, as `suspendCard 204` or `resumeCard 403 INVALID_STATE`, in order. */
  readonly answers: string[] = [];
  /** Correlation ids of all calls, looks at the outcome among them. */
  readonly sessions: string[] = [];
  readonly #client: SandboxClient;
  /** Ids of cards that the hub made. */
  readonly #made = new Map<CardName, string>();

  constructor({ client, issuerId, cast }: { client: SandboxClient; issuerId: string; cast: D1Cast }) {
    this.#client = client;
    this.issuerId = issuerId;
    this.cast = cast;
  }

  cardId(card: CardName): string {
    return this.#made.get(card) ?? this.cast.cardId(card);
  }

  /** The hub made this one, and chose its id. */
  name(card: CardName, cardId: string): void {
    this.#made.set(card, cardId);
  }

  /** Calls the hub; what it answers is not part of the outcome. */
  async ask(
    operation: D1Operation,
    call: { parameters: Readonly<Record<string, string>>; body?: Readonly<Record<string, unknown>> },
  ): Promise<D1Answer> {
    const answer = await this.#client.callD1(this.issuerId, qualifiedName(operation), call);
    const { correlationId, status, body } = answer;
    this.sessions.push(correlationId);
    return { status, body };
  }
}

/** An answer as the outcome shows it. */
export function inOutcome(name: string, { status, body }: D1Answer): string {
  const { errorCode } = (body ?? {}) as { errorCode?: string };
  return [name, status, errorCode].filter(part => part !== undefined).join(' ');
}
