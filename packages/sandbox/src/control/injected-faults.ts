/** What shall go wrong, and where. */
export interface InjectedFault<Fault> {
  /** Name of the operation; `*`: any, unless one is injected for the operation itself. */
  operation: string;
  fault: Fault;
  /** How many calls it befalls; until it is cleared unless given. */
  times?: number;
}

/** The faults injected into one simulator, at most one per operation. */
export class InjectedFaults<Fault> {
  readonly #faults = new Map<string, InjectedFault<Fault>>();

  /** Takes the place of the fault injected for that operation, if any. */
  inject(injected: InjectedFault<Fault>): void {
    this.#faults.set(injected.operation, injected);
  }

  /** Those still to come, with the times that are left. */
  pending(): InjectedFault<Fault>[] {
    return [...this.#faults.values()];
  }

  /** As it should be again. */
  reset(): void {
    this.#faults.clear();
  }

  /** The fault that befalls a call now; it counts as one time. */
  take(operation: string): Fault | undefined {
    const injected = this.#faults.get(operation) ?? this.#faults.get('*');
    if (!injected) return undefined;
    const { times } = injected;
    if (times === 1) this.#faults.delete(injected.operation);
    else if (times !== undefined) this.#faults.set(injected.operation, { ...injected, times: times - 1 });
    return injected.fault;
  }
}
