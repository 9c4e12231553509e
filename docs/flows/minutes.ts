import type { ExchangeView } from '@countermark/wire/operator/exchange';

/**
 * What was said in a story, scene by scene. A message belongs to the scene in which it was first on record; but what follows
 * from a call of D1 to the scene of that call, for some of it comes when the call has long been answered.
 */
export class Minutes {
  readonly #sessions = new Set<string>();
  readonly #calledIn = new Map<string, number>();
  readonly #watched = new Set<string>();
  readonly #seen = new Map<string, { exchange: ExchangeView; scene: number }>();

  join(sessions: readonly (string | null | undefined)[]): void {
    for (const id of sessions) if (id) this.#sessions.add(id);
  }

  /** Calls of D1, by their correlation ids; those that are new were made in this scene. */
  call(sessions: readonly string[], scene: number): void {
    this.join(sessions);
    for (const id of sessions) if (!this.#calledIn.has(id)) this.#calledIn.set(id, scene);
  }

  watch(tokens: readonly (string | undefined)[]): void {
    for (const id of tokens) if (id !== undefined) this.#watched.add(id);
  }

  sessions(): string[] {
    return [...this.#sessions];
  }

  tokens(): string[] {
    return [...this.#watched];
  }

  add(exchanges: readonly ExchangeView[], scene: number): void {
    for (const exchange of exchanges) {
      if (!this.#seen.has(exchange.exchangeId)) this.#seen.set(exchange.exchangeId, { exchange, scene });
    }
  }

  /** In the order they began. */
  of(scene: number): ExchangeView[] {
    return [...this.#seen.values()]
      .filter(
        ({ exchange, scene: seenIn }) => (this.#calledIn.get(exchange.correlationId) ?? seenIn) === scene,
      )
      .map(({ exchange }) => exchange)
      .sort((a, b) => (a.exchangeId < b.exchangeId ? -1 : 1));
  }
}
