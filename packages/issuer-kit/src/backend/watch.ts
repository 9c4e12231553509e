import { scrubPans } from '@countermark/wire/card/scrub';
import type { Fault, IdentifiedCall, Observer } from './around.ts';
import type { HttpAnswer } from './http-call.ts';
import { type TimeLimits, withinTime } from './within-time.ts';

/** Sees that a call is answered in time, and that a fault tells the hub nothing. */
export class Watch {
  readonly #observer: Observer;
  readonly #limits: TimeLimits;

  constructor(observer: Observer, limits: TimeLimits) {
    this.#observer = observer;
    this.#limits = limits;
  }

  /** Has an identified call answered. HTTP 500, without a body, when that goes wrong. */
  async answer(
    call: IdentifiedCall,
    serve: (signal: AbortSignal) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    try {
      return await this.#observer.around(call, () => withinTime(this.#limitOf(call), serve));
    } catch (error) {
      const { request: _, ...identity } = call;
      this.#observer.onFault({ ...identity, error });
      return { status: 500, body: undefined };
    }
  }

  /** Tells of an envelope of this call. */
  unopened(call: IdentifiedCall): (envelope: { member: string; diagnosis: string }) => void {
    const { request: _, ...identity } = call;
    return envelope => this.#observer.onUnopenedEnvelope({ ...identity, ...envelope });
  }

  /** The names of notices, of both families, begin alike. */
  #limitOf({ operation }: IdentifiedCall): number {
    return /(^|\/)notify/.test(operation) ? this.#limits.notice : this.#limits.answer;
  }
}

/** Where faults go unless something else is said: to standard error, without anything like a card number. */
export function reportFault({ operation, correlationId, error }: Fault): void {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(scrubPans(`${operation}, correlation id ${correlationId}: ${trace}`));
}
